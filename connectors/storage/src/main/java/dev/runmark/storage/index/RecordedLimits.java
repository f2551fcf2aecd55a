package dev.runmark.storage.index;

/**
 * What records were decoded with: beyond it they were rejected.
 *
 * @param record bytes
 * @param string bytes
 */
public record RecordedLimits(
    long record, long string, int depth, int digits, int keys, int events) {

  /** What either of them lets through. */
  RecordedLimits orLooser(RecordedLimits other) {
    return new RecordedLimits(
        Math.max(record, other.record),
        Math.max(string, other.string),
        Math.max(depth, other.depth),
        Math.max(digits, other.digits),
        Math.max(keys, other.keys),
        Math.max(events, other.events));
  }
}
