package dev.runmark.job.kafka;

import dev.runmark.options.KafkaClientOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** What the job's clients could do now. Each question ends within seconds; one thread. */
public final class BrokerLook implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Properties clients;
  private final KafkaTopics topics;

  public BrokerLook(KafkaClientOptions options) {
    clients = options.resolved();
    clients.setProperty("default.api.timeout.ms", Long.toString(PATIENCE.toMillis()));
    clients.setProperty("request.timeout.ms", Long.toString(PATIENCE.toMillis() / 2));
    try {
      topics = new KafkaTopics(clients);
    } catch (KafkaException e) {
      throw new IllegalArgumentException("make a Kafka client: " + reasons(e), e);
    }
  }

  /** How many brokers the cluster has. */
  public int brokers() throws IOException {
    return topics.brokers();
  }

  /** The topic's settings, or empty when there is none. */
  public Optional<TopicLook> topic(String name) throws IOException {
    TopicState state = topics.existing(Set.of(name)).get(name);
    if (state == null) {
      return Optional.empty();
    }
    Map<String, String> retention = topics.settings(Set.of(name), TopicConfig.RETENTION_MS_CONFIG);
    Map<String, String> policy = topics.cleanupPolicies(Set.of(name));
    return Optional.of(
        new TopicLook(
            state.partitions(),
            state.recordLimit(),
            policy.getOrDefault(name, ""),
            Duration.ofMillis(Long.parseLong(retention.getOrDefault(name, "-1")))));
  }

  /** The rule by which the job starts or does not. */
  public void refuseLittleRoom(List<String> read, String deadLetters) throws IOException {
    Set<String> all = new HashSet<>(read);
    all.add(deadLetters);
    DeadLetterRoom.refuse(topics.recordLimits(all), read, deadLetters);
  }

  /**
   * What a try to read has shown.
   *
   * @param some whether a record came; else nobody knows whether one could be read
   */
  public record Reading(boolean some, String text) {}

  /** Reads a record, when there is one, and commits nothing. */
  public Reading read(String topic) throws IOException {
    TopicState state = topics.existing(Set.of(topic)).get(topic);
    List<TopicPartition> partitions =
        IntStream.range(0, state == null ? 0 : state.partitions())
            .mapToObj(partition -> new TopicPartition(topic, partition))
            .toList();
    long held =
        topics.ranges(partitions).values().stream().mapToLong(r -> r.end() - r.earliest()).sum();
    if (held == 0) {
      return new Reading(
          false,
          "not tried, since there is no record; its offsets can be listed: look again later");
    }
    Properties reader = new Properties();
    reader.putAll(clients);
    reader.setProperty("max.poll.records", "1");
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(reader, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      return consumer.poll(PATIENCE).isEmpty()
          ? new Reading(
              false,
              String.format(
                  "of %d offsets no record came within %d s: slow brokers, or nothing but aborted"
                      + " transactions",
                  held, PATIENCE.toSeconds()))
          : new Reading(true, "records can be read");
    } catch (KafkaException e) {
      throw new IOException("read topic " + topic + ": " + reasons(e), e);
    }
  }

  /** Kafka's outermost message often says nothing. */
  private static String reasons(Throwable failure) {
    StringBuilder reasons = new StringBuilder(String.valueOf(failure.getMessage()));
    for (Throwable e = failure.getCause(); e != null; e = e.getCause()) {
      reasons.append(": ").append(e.getMessage());
    }
    return reasons.toString();
  }

  @Override
  public void close() {
    topics.close();
  }
}
