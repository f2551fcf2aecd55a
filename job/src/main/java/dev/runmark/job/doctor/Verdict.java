package dev.runmark.job.doctor;

/** How a check ended. */
public enum Verdict {
  OK("ok"),
  WARN("warn"),
  FAIL("FAIL"),
  /** Not made, since one that it rests on failed. */
  SKIPPED("skip");

  private final String word;

  Verdict(String word) {
    this.word = word;
  }

  /** As it stands at the beginning of a line. */
  public String word() {
    return word;
  }
}
