package dev.runmark.job.kafka;

import dev.runmark.job.options.KafkaOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.jspecify.annotations.Nullable;

/**
 * Sees to it that no checkpoint holds a record of a topic that was created again: the consumer goes
 * on in the new one without a word, once that has the offset.
 *
 * <p>An id never comes back. When the brokers still have the old one at the barrier, all that was
 * read before came from there. They are asked only when a position has moved since, and for a
 * bounded time. Without an answer the checkpoint fails and the job begins again from the one
 * before: what was read could be wrong, and nothing of it is committed yet.
 */
final class ReadTopics implements AutoCloseable {

  static final Duration PATIENCE = Duration.ofSeconds(30);

  private final KafkaOptions options;
  private final String patienceMillis;
  private final Map<String, UUID> ids = new HashMap<>();
  private Map<String, Long> compared = new HashMap<>();
  private @Nullable KafkaTopics topics;

  /**
   * @param patience with brokers that do not answer
   */
  ReadTopics(KafkaOptions options, Duration patience) {
    this.options = options;
    this.patienceMillis = Long.toString(patience.toMillis());
  }

  /** Takes in a position whose topic was compared just now. */
  void add(KafkaPartitionSplit position, UUID topicId) {
    ids.put(position.getTopic(), topicId);
    compared.put(position.splitId(), position.getStartingOffset());
  }

  /**
   * Compares when something was read since the last time.
   *
   * @throws PositionRefusedException when a topic is another one
   * @throws UncheckedIOException when the brokers could not tell
   */
  void compare(Collection<KafkaPartitionSplit> positions) {
    Map<String, Long> now =
        positions.stream()
            .collect(
                Collectors.toMap(
                    KafkaPartitionSplit::splitId, KafkaPartitionSplit::getStartingOffset));
    if (now.equals(compared)) {
      return;
    }
    try {
      Map<String, UUID> found = topics().ids(ids.keySet());
      ids.forEach((topic, id) -> refuseOther(topic, id, KafkaTopics.told(found, topic)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    compared = now;
  }

  private static void refuseOther(String topic, UUID wanted, UUID found) {
    if (!wanted.equals(found)) {
      throw new PositionRefusedException(TopicGenerations.recreated(topic, wanted, found));
    }
  }

  private KafkaTopics topics() {
    if (topics == null) {
      Properties clients = options.clients().resolved();
      clients.setProperty("default.api.timeout.ms", patienceMillis);
      clients.setProperty("request.timeout.ms", patienceMillis);
      topics = new KafkaTopics(clients);
    }
    return topics;
  }

  @Override
  public void close() {
    if (topics != null) {
      topics.close();
    }
  }
}
