package dev.runmark.job;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.runmark.embedded.kafka.KafkaServer;
import dev.runmark.job.testing.LocalJob;
import dev.runmark.job.testing.Topics;
import dev.runmark.job.testing.Until;
import dev.runmark.storage.index.IndexDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Nothing but poison, as fast as it comes: the job neither restarts nor fills the memory. The last
 * records come to more than this JVM's heap (1 GB), and barriers are rare: a stage that kept
 * payloads until the next one would not get through.
 */
@SuppressWarnings("try") // A job is closed, not used.
class PoisonIT {

  private static final int PARTITIONS = 2;
  private static final int SMALL = 99_450;
  private static final int LARGE = 550;

  private static final Duration BETWEEN_BARRIERS = Duration.ofSeconds(10);
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private static final byte[] LARGE_VALUE = new byte[1_000_000];

  private static final List<byte[]> KINDS =
      List.of(
          "no JSON at all, ünd more of it".getBytes(UTF_8),
          new byte[] {'{', '"', (byte) 0xff, '"', ':', '1', '}'},
          "{\"id\":\"no uuid\",\"name\":\"x\"}".getBytes(UTF_8),
          ("[" + "[".repeat(200) + "]".repeat(200) + "]").getBytes(UTF_8),
          "{\"name\":\"x\",\"name\":\"y\"}".getBytes(UTF_8),
          "{\"operation\":\"patch\",\"run\":{\"name\":\"x\"}}".getBytes(UTF_8),
          "{\"post\":[{\"id\":1},{\"id\":2}],\"patch\":[]}".getBytes(UTF_8),
          "{\"name\":\"cut".getBytes(UTF_8),
          new byte[0],
          "42".getBytes(UTF_8));

  @TempDir private Path directory;

  @Test
  void twoHundredThousandArePutAsideWithoutARestart() throws Exception {
    Arrays.fill(LARGE_VALUE, (byte) 'x');
    IndexDatabase database = IndexDatabase.create();
    try (KafkaServer kafka = KafkaServer.start(directory.resolve("kafka"), 0);
        Topics topics = new Topics(kafka)) {
      String topic = topics.create(PARTITIONS);
      String dead = topics.create(1);
      send(kafka, topic);
      RejectingJob rejecting = new RejectingJob(kafka, database, topic, dead);
      long expected = PARTITIONS * (SMALL + LARGE + (SMALL + 3) / KINDS.size());

      try (LocalJob job = rejecting.start(PARTITIONS, BETWEEN_BARRIERS, directory)) {
        Until.holds(
            PATIENCE,
            () -> rejecting.rowCount() >= expected,
            () -> "a row for each of " + expected + " rejected events");
        Set<String> letters = letters(kafka, dead, expected);
        assertThat(rejecting.rows()).isEqualTo(letters);
        assertThat(letters).isEqualTo(keys(topics.id(topic)));
      }
    }
  }

  private static void send(KafkaServer kafka, String topic) {
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers",
            kafka.bootstrapServers(),
            "linger.ms",
            "20",
            "compression.type",
            "lz4");
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
      for (int i = 0; i < SMALL + LARGE; i++) {
        byte[] value = i < SMALL ? KINDS.get(i % KINDS.size()) : LARGE_VALUE;
        for (int partition = 0; partition < PARTITIONS; partition++) {
          producer.send(new ProducerRecord<>(topic, partition, null, value));
        }
      }
    }
  }

  /** All keys; one that stood twice would tell of a restart. */
  private static Set<String> letters(KafkaServer kafka, String dead, long expected) {
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", kafka.bootstrapServers()),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      TopicPartition all = new TopicPartition(dead, 0);
      consumer.assign(List.of(all));
      consumer.seekToBeginning(List.of(all));
      // The rows may be there before the letters: both are complete at a barrier only.
      Until.holds(() -> end(consumer, all) >= expected, () -> expected + " dead letters");
      assertThat(end(consumer, all)).isEqualTo(expected);
      Set<String> keys = new HashSet<>();
      while (consumer.position(all) < expected) {
        ConsumerRecords<byte[], byte[]> letters = consumer.poll(PATIENCE);
        assertThat(letters).as("dead letters behind " + consumer.position(all)).isNotEmpty();
        letters.forEach(letter -> keys.add(new String(letter.key(), UTF_8)));
      }
      return keys;
    }
  }

  private static long end(KafkaConsumer<byte[], byte[]> consumer, TopicPartition partition) {
    return consumer.endOffsets(List.of(partition)).get(partition);
  }

  private static Set<String> keys(UUID topicId) {
    Set<String> keys = new HashSet<>();
    for (int partition = 0; partition < PARTITIONS; partition++) {
      for (int i = 0; i < SMALL + LARGE; i++) {
        String record = topicId + "/" + partition + "/" + i;
        switch (i < SMALL ? i % KINDS.size() : -1) {
          case 2, 4, 5 -> keys.add(record + "/0");
          case 6 -> keys.addAll(List.of(record + "/0", record + "/1"));
          default -> keys.add(record + "/-1");
        }
      }
    }
    return keys;
  }
}
