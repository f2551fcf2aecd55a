package dev.runmark.job.kafka;

/**
 * What a partition still holds.
 *
 * @param earliest the first offset that retention has left
 * @param end the offset that the next record gets
 */
record OffsetRange(long earliest, long end) {

  boolean allows(long position) {
    return earliest <= position && position <= end;
  }
}
