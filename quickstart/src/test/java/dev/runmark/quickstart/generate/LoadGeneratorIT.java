package dev.runmark.quickstart.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runmark.embedded.kafka.KafkaServer;
import dev.runmark.quickstart.check.Sha256;
import dev.runmark.quickstart.cluster.Await;
import dev.runmark.quickstart.ledger.Poison;
import dev.runmark.quickstart.ledger.SentPoison;
import dev.runmark.quickstart.ledger.SentRuns;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoadGeneratorIT {

  private static final String TOPIC = "runs";
  private static final int PARTITIONS = 3;

  @TempDir Path directory;
  private KafkaServer kafka;

  @BeforeEach
  void start() throws IOException {
    kafka = KafkaServer.start(directory.resolve("kafka"), 0);
    kafka.createTopic(TOPIC, PARTITIONS, Map.of());
  }

  @AfterEach
  void stop() throws IOException {
    kafka.close();
  }

  private LoadOptions options(long runs) {
    LoadOptions some = LoadOptions.of(kafka.bootstrapServers(), TOPIC, runs).withSizes(1000, 4000);
    return new LoadOptions(
        some.bootstrapServers(),
        TOPIC,
        5,
        some.startedAt(),
        runs,
        0,
        1000,
        4000,
        60,
        Delays.REALISTIC);
  }

  private List<ConsumerRecord<byte[], byte[]>> sent(long count) {
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", kafka.bootstrapServers()),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          IntStream.range(0, PARTITIONS).mapToObj(p -> new TopicPartition(TOPIC, p)).toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
      while (records.size() < count) {
        consumer.poll(Duration.ofMillis(200)).forEach(records::add);
      }
      return records;
    }
  }

  @Test
  void theLedgerSaysWhatIsInKafka() throws IOException {
    LoadProgress progress;
    try (LoadGenerator load = LoadGenerator.start(options(200), directory.resolve("ledger"))) {
      progress = load.await();
    }

    SentRuns runs = SentRuns.read(directory.resolve("ledger"));
    Map<String, Poison> poison = SentPoison.read(directory.resolve("ledger"));
    assertThat(progress.runs()).isEqualTo(200);
    assertThat(runs.size()).isEqualTo(200);
    assertThat(runs.events()).isEqualTo(progress.events());
    assertThat(poison).hasSize((int) progress.poison()).isNotEmpty();

    Map<String, Integer> partitionOfKey = new HashMap<>();
    Map<String, byte[]> values = new HashMap<>();
    for (ConsumerRecord<byte[], byte[]> record : sent(progress.records())) {
      String key = new String(record.key(), StandardCharsets.UTF_8);
      assertThat(partitionOfKey.merge(key, record.partition(), (a, b) -> a))
          .isEqualTo(record.partition());
      values.put("/" + record.partition() + "/" + record.offset() + "/", record.value());
    }
    for (Poison one : poison.values()) {
      byte[] value = values.get("/" + one.at().partition() + "/" + one.at().offset() + "/");
      if (one.index() < 0) {
        assertThat(Sha256.of(value)).isEqualTo(one.sha256());
      } else {
        assertThat(value.length).isGreaterThan((int) one.size());
      }
    }
  }

  @Test
  void aStoppedLoadLeavesALedgerOfWhatItSent() throws IOException, InterruptedException {
    LoadGenerator load =
        LoadGenerator.start(
            options(LoadOptions.ENDLESS).withRate(500), directory.resolve("ledger"));
    Await.until(
        "100 runs are sent",
        Duration.ofMinutes(3),
        () -> load.finished() || load.progress().runs() >= 100);
    assertThat(load.finished()).isFalse();
    load.close();

    assertThat(load.finished()).isTrue();
    SentRuns runs = SentRuns.read(directory.resolve("ledger"));
    assertThat((long) runs.size()).isEqualTo(load.progress().runs());
    assertThat(runs.events()).isEqualTo(load.progress().events());
    assertThat(sent(load.progress().records())).hasSize((int) load.progress().records());
  }

  @Test
  void aTopicThatIsNotThereIsAnError() throws IOException {
    LoadOptions missing = LoadOptions.of(kafka.bootstrapServers(), "missing", 10);
    LoadGenerator load = LoadGenerator.start(missing, directory.resolve("ledger"));
    assertThatThrownBy(load::await)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("topic missing");
  }
}
