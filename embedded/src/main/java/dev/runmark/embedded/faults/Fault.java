package dev.runmark.embedded.faults;

import java.util.regex.Pattern;

/**
 * One thing to go wrong, once.
 *
 * @param statement found somewhere in the SQL text of the statement at which it happens
 * @param occurrence which such statement since arming, over all connections, from 1
 */
public record Fault(Effect effect, Pattern statement, int occurrence) {

  /** COMMIT never arrives: the transaction is rolled back. */
  public static final Fault CUT_BEFORE_COMMIT = atCommit(Effect.CUT_BEFORE);

  /** Committed, but the client cannot know. */
  public static final Fault CUT_AT_COMMIT = atCommit(Effect.CUT_AT);

  /** Committed, the client knows, and its next statement fails. */
  public static final Fault CUT_AFTER_COMMIT = atCommit(Effect.CUT_AFTER);

  /** Committed, and the client waits for the reply until its own timeout. */
  public static final Fault BLACKHOLE_AFTER_COMMIT = atCommit(Effect.BLACKHOLE_AFTER);

  /** The transaction stays open with all its locks. */
  public static final Fault FREEZE_BEFORE_COMMIT = atCommit(Effect.FREEZE_BEFORE);

  /** The next COPY ... FROM STDIN stops in mid-data. */
  public static final Fault FREEZE_IN_COPY = at(Effect.FREEZE_IN_COPY, "^\\s*COPY\\b");

  public Fault {
    if (occurrence < 1) {
      throw new IllegalArgumentException(
          effect + " at occurrence " + occurrence + ": the first is 1");
    }
  }

  /** At the first statement in which the regular expression, its case ignored, is found. */
  public static Fault at(Effect effect, String statement) {
    return new Fault(effect, Pattern.compile(statement, Pattern.CASE_INSENSITIVE), 1);
  }

  /** The same at the n-th such statement, from 1. */
  public Fault nth(int n) {
    return new Fault(effect, statement, n);
  }

  private static Fault atCommit(Effect effect) {
    return at(effect, "^\\s*COMMIT\\b");
  }
}
