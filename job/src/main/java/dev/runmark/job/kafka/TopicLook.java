package dev.runmark.job.kafka;

import java.time.Duration;
import java.util.Arrays;

/**
 * How a topic is set up.
 *
 * @param recordLimit the largest record batch that it takes, in bytes
 * @param retention how long it keeps records; negative for ever
 */
public record TopicLook(int partitions, int recordLimit, String cleanupPolicy, Duration retention) {

  public boolean compacted() {
    return Arrays.asList(cleanupPolicy.trim().split("\\s*,\\s*")).contains("compact");
  }

  /** Whether records go by age. */
  public boolean deletes() {
    return !retention.isNegative();
  }
}
