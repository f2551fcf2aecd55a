package dev.runmark.job.kafka;

import dev.runmark.options.KafkaClientOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import org.apache.kafka.common.TopicPartition;

/** What the brokers hold of each source, by the topic's id: a topic of the same name is another. */
public final class SourceRanges {

  private static final String PATIENCE_MILLIS = "10000";

  private SourceRanges() {}

  /** A partition of one generation of a topic. */
  public record Source(UUID topicId, int partition) {}

  /**
   * All partitions of those topics that exist.
   *
   * @throws IOException when the brokers did not answer within seconds
   */
  public static Map<Source, OffsetRange> read(KafkaClientOptions options, List<String> names)
      throws IOException {
    Properties clients = options.resolved();
    clients.setProperty("default.api.timeout.ms", PATIENCE_MILLIS);
    clients.setProperty("request.timeout.ms", PATIENCE_MILLIS);
    try (KafkaTopics topics = new KafkaTopics(clients)) {
      Map<String, TopicState> found = topics.existing(names);
      List<TopicPartition> partitions = new ArrayList<>();
      found.forEach(
          (name, topic) -> {
            for (int partition = 0; partition < topic.partitions(); partition++) {
              partitions.add(new TopicPartition(name, partition));
            }
          });
      Map<Source, OffsetRange> ranges = new HashMap<>();
      for (var range : topics.ranges(partitions).entrySet()) {
        TopicState topic = found.get(range.getKey().topic());
        if (topic != null) {
          ranges.put(new Source(topic.id(), range.getKey().partition()), range.getValue());
        }
      }
      return ranges;
    }
  }
}
