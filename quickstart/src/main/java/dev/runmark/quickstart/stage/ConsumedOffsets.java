package dev.runmark.quickstart.stage;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** How far the job has read, by the offsets that it commits to its group at each checkpoint. */
public final class ConsumedOffsets {

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

  /** Whether every record that the topic has now lies before a completed checkpoint. */
  public boolean reachedTheEnd() throws ExecutionException, InterruptedException {
    try (Admin admin =
        Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers))) {
      Set<TopicPartition> partitions =
          admin.describeTopics(Set.of(topic)).allTopicNames().get().values().stream()
              .flatMap(each -> each.partitions().stream())
              .map(partition -> new TopicPartition(topic, partition.partition()))
              .collect(Collectors.toSet());
      Map<TopicPartition, OffsetSpec> latest =
          partitions.stream()
              .collect(Collectors.toMap(Function.identity(), any -> OffsetSpec.latest()));
      Map<TopicPartition, OffsetAndMetadata> read =
          admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get();
      return admin.listOffsets(latest).all().get().entrySet().stream()
          .filter(end -> end.getValue().offset() > 0)
          .allMatch(
              end -> {
                OffsetAndMetadata position = read.get(end.getKey());
                return position != null && position.offset() == end.getValue().offset();
              });
    }
  }
}
