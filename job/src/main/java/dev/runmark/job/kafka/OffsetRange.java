package dev.runmark.job.kafka;

import dev.runmark.storage.part.SourcePartition;

/**
 * What a partition still holds.
 *
 * @param earliest the first offset that retention has left
 * @param end the offset that the next record gets
 */
public record OffsetRange(long earliest, long end) {

  /** Whether reading may begin there without a loss. */
  public boolean allows(long position) {
    return earliest <= position && position <= end;
  }

  /** Why reading may not begin there. */
  String refusal(SourcePartition source, long wanted) {
    return "read topic "
        + source.topic()
        + " (id "
        + source.topicId()
        + ") partition "
        + source.partition()
        + ": wanted offset "
        + wanted
        + ", the brokers hold "
        + earliest
        + " (earliest) to "
        + end
        + " (end): "
        + (wanted < earliest
            ? (earliest - wanted)
                + " offsets are gone by retention; set kafka.accept-gap: true to go on without them"
            : "the partition was cut back, or never held it");
  }

  @Override
  public String toString() {
    return earliest + " to " + end;
  }
}
