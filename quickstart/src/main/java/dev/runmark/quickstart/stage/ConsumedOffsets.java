package dev.runmark.quickstart.stage;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** How far the job has read, by the offsets that it commits to its group at each checkpoint. */
public final class ConsumedOffsets {

  private static final int POLLS = 20;
  private static final Duration POLL = Duration.ofMillis(200);

  private final String bootstrapServers;
  private final String topic;
  private final String group;

  ConsumedOffsets(String bootstrapServers, String topic, String group) {
    this.bootstrapServers = bootstrapServers;
    this.topic = topic;
    this.group = group;
  }

  static void createTopic(String bootstrapServers, String topic, int partitions)
      throws IOException {
    try (Admin admin =
        Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers))) {
      admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1))).all().get();
    } catch (ExecutionException e) {
      throw new IOException("creating topic " + topic + ": " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("creating topic " + topic + ": interrupted");
    }
  }

  /**
   * Whether every record that the topic has now lies before a completed checkpoint; those of
   * aborted transactions, and the marks that end transactions, are no records.
   */
  public boolean reachedTheEnd() throws ExecutionException, InterruptedException {
    Map<TopicPartition, Long> ends = ends(IsolationLevel.READ_UNCOMMITTED);
    try (Admin admin = admin()) {
      Map<TopicPartition, OffsetAndMetadata> read =
          admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get();
      Map<TopicPartition, Long> behind = new HashMap<>();
      ends.forEach(
          (partition, end) -> {
            OffsetAndMetadata position = read.get(partition);
            long at = position == null ? 0 : position.offset();
            if (at < end) {
              behind.put(partition, at);
            }
          });
      return behind.isEmpty() || nothingFollows(behind, ends);
    }
  }

  /** Whether somebody who reads what is committed gets from there to the ends without a record. */
  private boolean nothingFollows(
      Map<TopicPartition, Long> positions, Map<TopicPartition, Long> ends) {
    Map<String, Object> settings =
        Map.of(
            ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
            bootstrapServers,
            ConsumerConfig.ISOLATION_LEVEL_CONFIG,
            "read_committed");
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.assign(positions.keySet());
      positions.forEach(consumer::seek);
      for (int i = 0; i < POLLS; i++) {
        if (!consumer.poll(POLL).isEmpty()) {
          return false;
        }
        if (positions.keySet().stream()
            .allMatch(each -> consumer.position(each) >= ends.getOrDefault(each, 0L))) {
          return true;
        }
      }
      return false;
    }
  }

  /** Whether an open transaction keeps those who read what is committed from going on. */
  public boolean heldBack() throws ExecutionException, InterruptedException {
    Map<TopicPartition, Long> stable = ends(IsolationLevel.READ_COMMITTED);
    return ends(IsolationLevel.READ_UNCOMMITTED).entrySet().stream()
        .anyMatch(end -> stable.getOrDefault(end.getKey(), 0L) < end.getValue());
  }

  private Map<TopicPartition, Long> ends(IsolationLevel isolation)
      throws ExecutionException, InterruptedException {
    try (Admin admin = admin()) {
      Map<TopicPartition, OffsetSpec> latest =
          admin.describeTopics(Set.of(topic)).allTopicNames().get().values().stream()
              .flatMap(each -> each.partitions().stream())
              .map(partition -> new TopicPartition(topic, partition.partition()))
              .collect(Collectors.toMap(Function.identity(), any -> OffsetSpec.latest()));
      Map<TopicPartition, Long> ends = new HashMap<>();
      admin
          .listOffsets(latest, new ListOffsetsOptions(isolation))
          .all()
          .get()
          .forEach((partition, end) -> ends.put(partition, end.offset()));
      return ends;
    }
  }

  private Admin admin() {
    return Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers));
  }
}
