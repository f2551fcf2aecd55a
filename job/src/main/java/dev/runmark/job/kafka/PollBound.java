package dev.runmark.job.kafka;

import java.util.Collection;

/**
 * How many records one poll of the consumer may return.
 *
 * <p>Kafka bounds what is fetched by its compressed size only: 500 records of a poll, its default,
 * may be any number of times as large when they are unpacked, and Flink holds about four polls at
 * once. Text compresses well, so a job that has fallen behind would die of its own backlog, and
 * again after each restart.
 */
final class PollBound {

  /** Of one poll, when each record is as large as its topic takes it. */
  private static final int BYTES = 32 << 20;

  private static final int KAFKAS_DEFAULT = 500;

  private PollBound() {}

  /**
   * @param recordLimits the largest record of each topic, bytes
   */
  static int records(Collection<Integer> recordLimits) {
    int largest = recordLimits.stream().mapToInt(Integer::intValue).max().orElse(1);
    return Math.max(1, Math.min(KAFKAS_DEFAULT, BYTES / Math.max(1, largest)));
  }
}
