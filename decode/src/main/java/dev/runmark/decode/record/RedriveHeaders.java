package dev.runmark.decode.record;

/**
 * The headers that make a record the second try of a dead letter; public names, values of UTF-8.
 *
 * <p>A redriven record is a new event with a position of its own, but of its first try's identity:
 * a missing id is derived from {@link #ORIGIN}, and a complete run counts as a create, since it
 * must not stand for what came after its first try. Beside these two it carries the original's
 * headers, the tenant's among them. When it fails again its dead letter keeps them like any others:
 * the next try has the same origin, see {@link Origin#ofEvent}.
 *
 * <p>Whoever can write to the topic can set them, as they can the tenant's and any run's id.
 */
public final class RedriveHeaders {

  /** The dead letter's key as it is, {@code topicId/partition/offset/index}: an {@link Origin}. */
  public static final String ORIGIN = "runmark.origin";

  /**
   * What the event was, an {@link Operation#word}; the value is then the run's object alone,
   * without the envelope or the batch in which it came.
   *
   * <p>Absent when the whole record was rejected (index -1): the value is then that record's, to be
   * read as any other.
   */
  public static final String OPERATION = "runmark.origin.operation";

  private RedriveHeaders() {}
}
