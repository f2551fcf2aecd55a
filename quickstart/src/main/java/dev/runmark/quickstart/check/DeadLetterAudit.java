package dev.runmark.quickstart.check;

import dev.runmark.quickstart.ledger.Poison;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * A3: the dead-letter topic against the poison that was sent. A dead letter may come more than
 * once, each time the same.
 */
final class DeadLetterAudit {

  private static final Duration WAIT = Duration.ofMillis(200);

  private final Map<String, Poison> expected;
  private final Findings findings;
  private final Set<String> seen = new HashSet<>();

  DeadLetterAudit(Map<String, Poison> expected, Findings findings) {
    this.expected = expected;
    this.findings = findings;
  }

  /** Reads the topic from its beginning to its present end. */
  void audit(CheckTarget.Kafka kafka) {
    Map<String, Object> settings =
        Map.of(
            ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
            kafka.bootstrapServers(),
            ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
            "none",
            ConsumerConfig.ISOLATION_LEVEL_CONFIG,
            "read_committed",
            ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
            false);
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(kafka.deadLetterTopic()).stream()
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      read(consumer, consumer.endOffsets(partitions));
    }
    finish();
  }

  private void read(Consumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
    while (ends.entrySet().stream()
        .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(WAIT)) {
        letter(
            new String(record.key() == null ? new byte[0] : record.key(), StandardCharsets.UTF_8),
            record.value());
      }
    }
  }

  private void letter(String key, byte @Nullable [] value) {
    Poison poison = expected.get(key);
    boolean first = seen.add(key);
    if (poison == null) {
      if (first) {
        findings.violation(Invariant.A3, "dead letter " + key + ": nothing there was poison");
      }
    } else if (value == null) {
      findings.violation(
          Invariant.A3,
          String.format(
              "dead letter %s (%s): a tombstone instead of the %d bytes that were sent",
              key, poison.kind(), poison.size()));
    } else if (!Arrays.equals(poison.sha256(), Sha256.of(value))) {
      findings.violation(
          Invariant.A3,
          String.format(
              "dead letter %s (%s): its %d bytes are not the %d that were sent",
              key, poison.kind(), value.length, poison.size()));
    }
  }

  private void finish() {
    findings.checked(Invariant.A3, expected.size());
    for (Poison poison : expected.values()) {
      if (!seen.contains(poison.key())) {
        findings.violation(
            Invariant.A3, "poison " + poison.key() + " (" + poison.kind() + "): no dead letter");
      }
    }
  }

  /** Distinct dead letters. */
  long rejected() {
    return seen.size();
  }
}
