package dev.runmark.job.kafka;

import dev.runmark.job.options.KafkaOptions;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * What a replay reads of each partition: from the first offset to the one before the second.
 *
 * @param starts one for each partition
 * @param ends one for each partition, no less than its start
 */
public record ReplayRange(Map<TopicPartition, Long> starts, Map<TopicPartition, Long> ends) {

  public ReplayRange {
    starts = Map.copyOf(starts);
    ends = Map.copyOf(ends);
  }

  /**
   * What the options mean now.
   *
   * @throws PositionRefusedException when a partition does not hold all of it
   */
  public static ReplayRange of(
      KafkaOptions options, KafkaTopics topics, Map<TopicPartition, OffsetRange> ranges)
      throws IOException {
    WantedOffsets wanted = new WantedOffsets(topics, ranges);
    Map<TopicPartition, Long> starts = new HashMap<>(wanted.start(options.start()));
    Map<TopicPartition, Long> ends = wanted.end(options.end());
    for (Map.Entry<TopicPartition, OffsetRange> each : ranges.entrySet()) {
      TopicPartition partition = each.getKey();
      long from = starts.getOrDefault(partition, -1L);
      long to = ends.getOrDefault(partition, -1L);
      if (from > to || !each.getValue().allows(from) || !each.getValue().allows(to)) {
        throw new PositionRefusedException(
            "replay topic "
                + partition.topic()
                + " partition "
                + partition.partition()
                + " from offset "
                + from
                + " to "
                + to
                + ": wanted a range that the brokers hold, its start first; valid are "
                + wanted.valid());
      }
    }
    return new ReplayRange(starts, ends);
  }
}
