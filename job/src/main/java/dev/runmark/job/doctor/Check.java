package dev.runmark.job.doctor;

import org.jspecify.annotations.Nullable;

/**
 * One thing to look at.
 *
 * @param needs the subject of the check without which this one says nothing; null for none
 */
record Check(String subject, @Nullable String needs, Examination examination) {

  /** What was found, without its subject. */
  record Result(Verdict verdict, String text) {

    static Result ok(String text) {
      return new Result(Verdict.OK, text);
    }

    static Result warn(String text) {
      return new Result(Verdict.WARN, text);
    }

    static Result fail(String text) {
      return new Result(Verdict.FAIL, text);
    }
  }

  /** Looks; what it throws is a failure with that message. */
  @FunctionalInterface
  interface Examination {
    Result look() throws Exception;
  }
}
