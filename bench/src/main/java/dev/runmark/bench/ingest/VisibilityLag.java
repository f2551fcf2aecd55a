package dev.runmark.bench.ingest;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How long a record waits, at most, from when the source has read it until readers see it; as if
 * records became visible in the order in which they were read. Never short of the truth, and over
 * it by less than the time between two questions.
 */
final class VisibilityLag {

  private record Mark(long records, long nanos) {}

  private final Deque<Mark> waiting = new ArrayDeque<>();
  private long seen;
  private long longest;

  /** So many records have been read by now. */
  void read(long records, long nanos) {
    if (records > seen) {
      seen = records;
      waiting.add(new Mark(records, nanos));
    }
  }

  /** So many are visible by now. */
  void visible(long records, long nanos) {
    if (!waiting.isEmpty()) {
      longest = Math.max(longest, nanos - waiting.element().nanos());
    }
    while (!waiting.isEmpty() && waiting.element().records() <= records) {
      waiting.remove();
    }
  }

  Duration longest() {
    return Duration.ofNanos(longest);
  }
}
