package dev.runmark.quickstart.check.topic;

/** What a record may hold before it must be a dead letter: the options {@code decode.*}. */
public record Limits(int record, int string, int depth, int digits, int keys, int events) {

  /** The options' defaults. */
  public static final Limits DEFAULT =
      new Limits(32 << 20, 32 << 20, 500, 1_000, 1_000_000, 100_000);
}
