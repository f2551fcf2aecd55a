package dev.runmark.job.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.runmark.embedded.kafka.KafkaServer;
import dev.runmark.job.options.EndOptions;
import dev.runmark.job.options.KafkaClientOptions;
import dev.runmark.job.options.KafkaOptions;
import dev.runmark.job.options.StartOptions;
import dev.runmark.job.record.RawRecord;
import dev.runmark.job.record.RecordHeader;
import dev.runmark.job.record.types.RecordTypes;
import dev.runmark.job.testing.LocalJob;
import dev.runmark.job.testing.Remembered;
import dev.runmark.job.testing.Topics;
import dev.runmark.job.testing.Until;
import dev.runmark.storage.part.SourcePartition;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The source on a real broker, in a real job that would restart a thousand times. */
@SuppressWarnings("try") // A job is closed, not used.
class GuardedKafkaSourceIT {

  private static KafkaServer server;
  private static Topics topics;

  @TempDir private Path directory;

  private final Remembered<RawRecord> records = new Remembered<>();

  @BeforeAll
  static void startServer(@TempDir Path directory) throws Exception {
    server = KafkaServer.start(directory, 0);
    topics = new Topics(server);
    topics.create("rejected", 1, Map.of());
  }

  @AfterAll
  static void stopServer() throws Exception {
    topics.close();
    server.close();
  }

  @Test
  void recordsComeWithAllThatKafkaKnowsOfThem() throws Exception {
    String topic = topics.create(2);
    SourcePartition source = new SourcePartition(topics.id(topic), topic, 1);
    RecordHeaders headers = new RecordHeaders();
    headers.add("name", "größe".getBytes(UTF_8)).add("name", null);
    byte[] key = {1};
    topics.send(new ProducerRecord<>(topic, 1, 1_234L, key, "wert".getBytes(UTF_8), headers));
    topics.send(new ProducerRecord<>(topic, 1, 5_678L, (byte[]) null, (byte[]) null));

    try (LocalJob job = start(topic, false, Set.of(), null)) {
      awaitRecords(2);
    }

    assertThat(records.elements())
        .usingRecursiveComparison()
        .isEqualTo(
            List.of(
                new RawRecord(
                    source,
                    0,
                    Instant.ofEpochMilli(1_234),
                    key,
                    "wert".getBytes(UTF_8),
                    List.of(
                        new RecordHeader("name", "größe".getBytes(UTF_8)),
                        new RecordHeader("name", null))),
                new RawRecord(source, 1, Instant.ofEpochMilli(5_678), null, null, List.of())));
    assertThat(records.elements().get(0).source()).isSameAs(records.elements().get(1).source());
  }

  @Test
  void aStartWithoutStateIsRefusedWhenTheIndexKnowsTheTopic() throws Exception {
    String topic = topics.create(1);
    topics.sendNumbers(topic, 0, 0, 3);

    try (LocalJob job = start(topic, false, Set.of(topics.id(topic)), null)) {
      assertThat(job.failure())
          .contains(
              "start without state: the index already has runs of topic "
                  + topic
                  + " (id "
                  + topics.id(topic)
                  + ")")
          .contains("kafka.replay: true");
    }
    assertThat(records.elements()).isEmpty();
  }

  @Test
  void aReplayReadsEverythingAgain() throws Exception {
    String topic = topics.create(1);
    topics.sendNumbers(topic, 0, 0, 3);

    try (LocalJob job = start(topic, true, Set.of(topics.id(topic)), null)) {
      awaitRecords(3);
    }
  }

  @Test
  void anotherTopicInTheIndexRefusesNothing() throws Exception {
    String topic = topics.create(1);
    topics.sendNumbers(topic, 0, 0, 3);

    try (LocalJob job = start(topic, false, Set.of(UUID.randomUUID()), null)) {
      awaitRecords(3);
    }
  }

  @Test
  void aRestoredJobGoesOnWhereItWasAlthoughTheIndexKnowsTheTopic() throws Exception {
    String topic = topics.create(1);
    topics.sendNumbers(topic, 0, 0, 5);
    String savepoint = readAndStop(topic, 5);
    topics.sendNumbers(topic, 0, 5, 8);

    try (LocalJob job = start(topic, false, Set.of(topics.id(topic)), savepoint)) {
      awaitRecords(8);
    }
    assertThat(records.elements()).extracting(RawRecord::offset).doesNotHaveDuplicates();
  }

  @Test
  void aRestoredPositionIsRefusedWhenTheTopicWasCreatedAgain() throws Exception {
    String topic = topics.create(1);
    topics.sendNumbers(topic, 0, 0, 5);
    final UUID old = topics.id(topic);
    String savepoint = readAndStop(topic, 5);
    topics.delete(topic);
    createAgain(topic);
    topics.sendNumbers(topic, 0, 0, 10);

    try (LocalJob job = start(topic, false, Set.of(), savepoint)) {
      assertThat(job.failure())
          .contains("read topic " + topic + ": it was deleted and created again")
          .contains("wanted topic id " + old + ", the brokers have " + topics.id(topic));
    }
    assertThat(records.elements()).hasSize(5);
  }

  @Test
  void aRestoredPositionIsRefusedWhenRetentionHasPassedIt() throws Exception {
    String topic = topics.create(1);
    topics.sendNumbers(topic, 0, 0, 5);
    String savepoint = readAndStop(topic, 5);
    topics.sendNumbers(topic, 0, 5, 15);
    topics.deleteBefore(topic, 0, 8);

    try (LocalJob job = start(topic, false, Set.of(), savepoint)) {
      assertThat(job.failure())
          .contains("read topic " + topic + " (id " + topics.id(topic) + ") partition 0")
          .contains("wanted offset 5, the brokers hold 8 (earliest) to 15 (end)")
          .contains("3 offsets are gone by retention");
    }
    assertThat(records.elements()).hasSize(5);
  }

  @Test
  void retentionIsSeenEvenWhereNothingWasReadYet() throws Exception {
    String topic = topics.create(2);
    topics.sendNumbers(topic, 1, 0, 1);
    String savepoint = readAndStop(topic, 1);
    topics.sendNumbers(topic, 0, 0, 4);
    topics.deleteBefore(topic, 0, 2);

    try (LocalJob job = start(topic, false, Set.of(), savepoint)) {
      assertThat(job.failure())
          .contains("partition 0: wanted offset 0, the brokers hold 2 (earliest) to 4 (end)");
    }
  }

  @Test
  void aTopicThatIsCreatedAgainWhileItIsReadEndsTheJob() throws Exception {
    String topic = topics.create(1);
    topics.sendNumbers(topic, 0, 0, 5);

    try (LocalJob job = start(topic, false, Set.of(), null)) {
      awaitRecords(5);
      topics.delete(topic);
      createAgain(topic);
      assertThat(job.failure()).contains("it was deleted and created again");
    }
  }

  @Test
  void aCompactedTopicIsRefusedAtAFreshStartAndAtARestore() throws Exception {
    String topic = topics.create(1);
    topics.sendNumbers(topic, 0, 0, 1);
    String savepoint = readAndStop(topic, 1);
    topics.configure(topic, TopicConfig.CLEANUP_POLICY_CONFIG, "compact,delete");

    for (@Nullable String from : new @Nullable String[] {null, savepoint}) {
      try (LocalJob job = start(topic, false, Set.of(), from)) {
        assertThat(job.failure())
            .contains("read topic " + topic + ": its cleanup.policy is compact,delete");
      }
    }
    assertThat(records.elements()).hasSize(1);
  }

  private String readAndStop(String topic, int count) throws Exception {
    try (LocalJob job = start(topic, false, Set.of(), null)) {
      awaitRecords(count);
      return job.stop(directory);
    }
  }

  private static void createAgain(String topic) {
    Until.holds(
        () -> {
          try {
            topics.create(topic, 1, Map.of());
            return true;
          } catch (java.util.concurrent.ExecutionException e) {
            return false;
          }
        },
        () -> "create " + topic + " again");
  }

  private void awaitRecords(int count) {
    Until.holds(
        () -> records.elements().size() >= count,
        () -> "read " + count + " records, got " + records.elements().size());
  }

  private LocalJob start(
      String topic, boolean replay, Set<UUID> indexed, @Nullable String savepoint)
      throws Exception {
    KafkaClientOptions clients =
        new KafkaClientOptions(List.of(server.bootstrapServers()), Map.of(), Map.of(), false);
    KafkaOptions options =
        new KafkaOptions(
            clients,
            List.of(topic),
            "runmark",
            KafkaOptions.Start.EARLIEST,
            replay,
            Duration.ofSeconds(1));
    GuardedKafkaSource source =
        new GuardedKafkaSource(options, "rejected", () -> indexed, RecordTypes.RAW_RECORD);
    return LocalJob.start(
        directory,
        savepoint,
        env ->
            env.fromSource(source, WatermarkStrategy.noWatermarks(), "read")
                .uid("read")
                .sinkTo(records)
                .name("remember")
                .uid("remember"));
  }
}
