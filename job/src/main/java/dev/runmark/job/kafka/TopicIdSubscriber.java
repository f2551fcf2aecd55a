package dev.runmark.job.kafka;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.connector.kafka.source.enumerator.subscriber.KafkaSubscriber;
import org.apache.kafka.clients.admin.AdminClient;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;

/**
 * Finds the partitions of the topics, and notes with the same answer which generation each topic is
 * of. Runs on the coordinator's worker thread; made anew with every enumerator, never shipped.
 */
final class TopicIdSubscriber implements KafkaSubscriber {
  private static final long serialVersionUID = 1L;

  private final List<String> topics;
  private final transient TopicGenerations generations;

  TopicIdSubscriber(List<String> topics, TopicGenerations generations) {
    this.topics = topics;
    this.generations = generations;
  }

  @Override
  @SuppressWarnings("resource") // The admin client belongs to the enumerator.
  public Set<TopicPartition> getSubscribedTopicPartitions(AdminClient admin) {
    try {
      return new KafkaTopics(admin)
          .describe(topics).values().stream().flatMap(this::partitions).collect(Collectors.toSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Stream<TopicPartition> partitions(TopicDescription topic) {
    generations.see(topic.name(), KafkaTopics.id(topic.topicId()));
    return topic.partitions().stream()
        .map(partition -> new TopicPartition(topic.name(), partition.partition()));
  }
}
