package dev.runmark.traces;

/**
 * A span.
 *
 * @param trace the id of its trace, lower-case hex digits
 * @param id lower-case hex digits
 * @param parent the id of the span that it is part of; empty if it is part of none
 * @param service empty if not told
 * @param start nanoseconds since the epoch
 * @param end the same, not before the start
 * @param error whether it ended with one
 */
public record Span(
    String trace,
    String id,
    String parent,
    String name,
    String service,
    long start,
    long end,
    boolean error) {

  public Span {
    if (end < start) {
      throw new IllegalArgumentException(
          "span %s of trace %s: ends %,d ns before it starts".formatted(id, trace, start - end));
    }
  }

  /** In nanoseconds. */
  public long duration() {
    return end - start;
  }
}
