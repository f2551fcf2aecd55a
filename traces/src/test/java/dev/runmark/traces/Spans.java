package dev.runmark.traces;

/** Spans made by hand: of one trace unless said otherwise, times in milliseconds. */
public final class Spans {

  private static final long NANOS = 1_000_000;

  private Spans() {}

  /** Its name is its id; no parent is an empty one. */
  public static Span span(String id, String parent, long start, long end) {
    return span("a", id + ":" + id, parent, start, end);
  }

  /** The id and the name with a colon between them. */
  public static Span span(String trace, String idAndName, String parent, long start, long end) {
    String[] both = idAndName.split(":");
    return new Span(trace, both[0], parent, both[1], "job", start * NANOS, end * NANOS, false);
  }

  public static long millis(long nanos) {
    return nanos / NANOS;
  }
}
