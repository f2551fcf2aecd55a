package dev.runmark.job.kafka;

import dev.runmark.job.options.KafkaOptions;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * What a replay reads of each partition: from the first offset to the one before the second. One
 * that has nothing to read is not among them: whatever becomes of its records, nobody needs them.
 *
 * @param starts one for each partition that is read
 * @param ends one for each partition that is read, greater than its start
 */
public record ReplayRange(Map<TopicPartition, Long> starts, Map<TopicPartition, Long> ends) {

  public ReplayRange {
    starts = Map.copyOf(starts);
    ends = Map.copyOf(ends);
  }

  /**
   * What the options mean now. A partition that named offsets leave out is not read.
   *
   * @throws PositionRefusedException when a partition does not hold all of it
   */
  public static ReplayRange of(
      KafkaOptions options, KafkaTopics topics, Map<TopicPartition, OffsetRange> ranges)
      throws IOException {
    WantedOffsets wanted = new WantedOffsets(topics, ranges);
    Map<TopicPartition, Long> starts = new HashMap<>(wanted.start(options.start()));
    Map<TopicPartition, Long> ends = new HashMap<>(wanted.end(options.end()));
    starts.keySet().retainAll(ends.keySet());
    ends.keySet().retainAll(starts.keySet());
    starts.forEach(
        (partition, from) -> {
          long to = KafkaTopics.told(ends, partition);
          OffsetRange range = KafkaTopics.told(ranges, partition);
          if (from > to || !range.allows(from) || !range.allows(to)) {
            throw refused(partition, from, to, wanted.valid());
          }
        });
    starts.entrySet().removeIf(start -> start.getValue().equals(ends.get(start.getKey())));
    ends.keySet().retainAll(starts.keySet());
    return new ReplayRange(starts, ends);
  }

  private static PositionRefusedException refused(
      TopicPartition partition, long from, long to, String valid) {
    return new PositionRefusedException(
        "replay topic "
            + partition.topic()
            + " partition "
            + partition.partition()
            + " from offset "
            + from
            + " to "
            + to
            + ": wanted a range that the brokers hold, its start first; valid are "
            + valid);
  }
}
