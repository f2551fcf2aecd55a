package dev.runmark.quickstart.check.topic;

import java.time.Instant;
import java.util.UUID;

/**
 * An event that must be stored.
 *
 * @param position among all events of its partition, as the index counts it
 * @param timestamp of its record
 * @param record the record's value, in which it lies from {@code start} to before {@code end}
 */
public record TopicEvent(
    UUID topicId,
    int partition,
    long position,
    Operation operation,
    String tenant,
    UUID run,
    UUID trace,
    Instant timestamp,
    byte[] record,
    int start,
    int end) {

  private static final long EVENTS_PER_RECORD = 256;

  /** The offset of its record. */
  public long offset() {
    return offset(position);
  }

  /** The offset of the record of what is at a position. */
  public static long offset(long position) {
    return position / EVENTS_PER_RECORD - 1;
  }

  static long position(long offset, int nth) {
    return (offset + 1) * EVENTS_PER_RECORD + nth;
  }
}
