package dev.runmark.job.kafka;

import java.io.IOException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * What the brokers say of topics now. Each call ends within the admin client's own timeouts; not
 * for use by several threads.
 */
public final class KafkaTopics implements AutoCloseable {

  private final Admin admin;

  public KafkaTopics(Properties clients) {
    this(Admin.create(clients));
  }

  KafkaTopics(Admin admin) {
    this.admin = admin;
  }

  /** How many brokers the cluster has. */
  int brokers() throws IOException {
    return await("describe the cluster", admin.describeCluster().nodes()).size();
  }

  Map<String, TopicDescription> describe(Collection<String> topics) throws IOException {
    return await("describe topics " + topics, admin.describeTopics(topics).allTopicNames());
  }

  /** Those of the topics that exist. */
  public Map<String, TopicState> existing(Collection<String> names) throws IOException {
    Map<String, TopicDescription> found = new HashMap<>();
    for (var topic : admin.describeTopics(names).topicNameValues().entrySet()) {
      try {
        found.put(topic.getKey(), await("describe topic " + topic.getKey(), topic.getValue()));
      } catch (IOException e) {
        if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
          throw e;
        }
      }
    }
    Map<String, Integer> limits = found.isEmpty() ? Map.of() : recordLimits(found.keySet());
    Map<String, TopicState> existing = new HashMap<>();
    found.forEach(
        (name, topic) ->
            existing.put(
                name,
                new TopicState(
                    id(topic.topicId()), topic.partitions().size(), limits.getOrDefault(name, 0))));
    return existing;
  }

  Map<String, UUID> ids(Collection<String> topics) throws IOException {
    return describe(topics).values().stream()
        .collect(Collectors.toMap(TopicDescription::name, topic -> id(topic.topicId())));
  }

  /** What can be read of each partition: its earliest offset and the one after its last record. */
  public Map<TopicPartition, OffsetRange> ranges(Collection<TopicPartition> partitions)
      throws IOException {
    Map<TopicPartition, Long> ends = offsets(partitions, OffsetSpec.latest());
    Map<TopicPartition, OffsetRange> ranges = new HashMap<>();
    offsets(partitions, OffsetSpec.earliest())
        .forEach(
            (partition, earliest) ->
                ranges.put(
                    partition, new OffsetRange(earliest, ends.getOrDefault(partition, earliest))));
    return ranges;
  }

  /** The largest record batch that each topic takes, in bytes. */
  public Map<String, Integer> recordLimits(Collection<String> topics) throws IOException {
    return settings(topics, TopicConfig.MAX_MESSAGE_BYTES_CONFIG).entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, limit -> Integer.valueOf(limit.getValue())));
  }

  /** How each topic gets rid of records: {@code delete}, {@code compact}, both or neither. */
  Map<String, String> cleanupPolicies(Collection<String> topics) throws IOException {
    return settings(topics, TopicConfig.CLEANUP_POLICY_CONFIG);
  }

  Map<String, String> settings(Collection<String> topics, String key) throws IOException {
    Set<ConfigResource> resources =
        topics.stream()
            .map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic))
            .collect(Collectors.toSet());
    Map<String, String> settings = new HashMap<>();
    await("read " + key + " of topics " + topics, admin.describeConfigs(resources).all())
        .forEach((resource, config) -> settings.put(resource.name(), config.get(key).value()));
    return settings;
  }

  /** The ends of what is committed: records of open transactions lie behind them. */
  Map<TopicPartition, Long> latest(Collection<TopicPartition> partitions) throws IOException {
    return offsets(
        partitions, OffsetSpec.latest(), new ListOffsetsOptions(IsolationLevel.READ_COMMITTED));
  }

  /** The first offset of that time or later, for partitions that have one. */
  Map<TopicPartition, Long> firstSince(Instant time, Collection<TopicPartition> partitions)
      throws IOException {
    Map<TopicPartition, Long> found =
        offsets(partitions, OffsetSpec.forTimestamp(time.toEpochMilli()), new ListOffsetsOptions());
    found.values().removeIf(offset -> offset < 0);
    return found;
  }

  private Map<TopicPartition, Long> offsets(Collection<TopicPartition> partitions, OffsetSpec which)
      throws IOException {
    return offsets(partitions, which, new ListOffsetsOptions());
  }

  private Map<TopicPartition, Long> offsets(
      Collection<TopicPartition> partitions, OffsetSpec which, ListOffsetsOptions how)
      throws IOException {
    Map<TopicPartition, OffsetSpec> wanted =
        partitions.stream().collect(Collectors.toMap(Function.identity(), partition -> which));
    Map<TopicPartition, Long> offsets = new HashMap<>();
    await("list offsets of " + partitions, admin.listOffsets(wanted, how).all())
        .forEach((partition, found) -> offsets.put(partition, found.offset()));
    return offsets;
  }

  /** What an answer has of a thing that was asked about. */
  static <K, V> V told(Map<K, V> answer, K about) {
    return Objects.requireNonNull(answer.get(about), () -> "the brokers told nothing of " + about);
  }

  static UUID id(Uuid id) {
    return new UUID(id.getMostSignificantBits(), id.getLeastSignificantBits());
  }

  private static <T> T await(String what, KafkaFuture<T> answer) throws IOException {
    try {
      return answer.get();
    } catch (ExecutionException e) {
      throw new IOException(what + ": " + e.getCause(), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(what + ": interrupted", e);
    }
  }

  @Override
  public void close() {
    admin.close();
  }
}
