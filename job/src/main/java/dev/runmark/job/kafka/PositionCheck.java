package dev.runmark.job.kafka;

import dev.runmark.job.options.KafkaClientOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares positions with what the brokers hold, before anything is read from them.
 *
 * <p>"Earliest" is resolved anew by each attempt until a checkpoint holds what it was resolved to.
 * What retention deletes between two such attempts is missed without a refusal: only the logged
 * offsets, one line a partition and attempt, show that they went up.
 */
final class PositionCheck {

  private static final Logger LOG = LoggerFactory.getLogger(PositionCheck.class);

  private final KafkaClientOptions clients;

  PositionCheck(KafkaClientOptions clients) {
    this.clients = clients;
  }

  /**
   * The positions to read from. One that says "earliest" becomes that offset: from the first
   * checkpoint on, what retention deletes below it is seen.
   *
   * @throws PositionRefusedException when the topic is another one, or the position lies outside it
   * @throws UncheckedIOException when the brokers could not tell
   */
  List<KafkaPartitionSplit> positions(List<GuardedSplit> splits) {
    if (splits.isEmpty()) {
      return List.of();
    }
    try (KafkaTopics topics = new KafkaTopics(clients.resolved())) {
      Map<String, UUID> ids =
          topics.ids(splits.stream().map(s -> s.position().getTopic()).collect(Collectors.toSet()));
      splits.forEach(split -> refuseOtherTopic(split, ids));
      Map<TopicPartition, OffsetRange> ranges =
          topics.ranges(splits.stream().map(s -> s.position().getTopicPartition()).toList());
      return splits.stream()
          .map(split -> position(split, told(ranges, split.position().getTopicPartition())))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void refuseOtherTopic(GuardedSplit split, Map<String, UUID> ids) {
    String topic = split.position().getTopic();
    UUID found = told(ids, topic);
    if (!split.topicId().equals(found)) {
      throw new PositionRefusedException(
          "read partition "
              + split.position().getPartition()
              + " from offset "
              + split.position().getStartingOffset()
              + ": "
              + TopicGenerations.recreated(topic, split.topicId(), found));
    }
  }

  private static KafkaPartitionSplit position(GuardedSplit split, OffsetRange range) {
    KafkaPartitionSplit position = split.position();
    long wanted = position.getStartingOffset();
    if (wanted == KafkaPartitionSplit.EARLIEST_OFFSET) {
      LOG.info(
          "read topic {} (id {}) partition {}: earliest is offset {}",
          position.getTopic(),
          split.topicId(),
          position.getPartition(),
          range.earliest());
      return new KafkaPartitionSplit(
          position.getTopicPartition(),
          range.earliest(),
          position.getStoppingOffset().orElse(KafkaPartitionSplit.NO_STOPPING_OFFSET));
    }
    if (!range.allows(wanted)) {
      throw new PositionRefusedException(refusal(split, range));
    }
    return position;
  }

  private static <K, V> V told(Map<K, V> answer, K about) {
    return Objects.requireNonNull(answer.get(about), () -> "the brokers told nothing of " + about);
  }

  private static String refusal(GuardedSplit split, OffsetRange range) {
    long wanted = split.position().getStartingOffset();
    return "read topic "
        + split.position().getTopic()
        + " (id "
        + split.topicId()
        + ") partition "
        + split.position().getPartition()
        + ": wanted offset "
        + wanted
        + ", the brokers hold "
        + range.earliest()
        + " (earliest) to "
        + range.end()
        + " (end): "
        + (wanted < range.earliest()
            ? (range.earliest() - wanted) + " offsets are gone by retention"
            : "the partition was cut back");
  }
}
