package dev.runmark.job.kafka;

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
}
