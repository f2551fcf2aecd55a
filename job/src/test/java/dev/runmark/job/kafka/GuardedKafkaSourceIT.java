package dev.runmark.job.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runmark.decode.record.RawRecord;
import dev.runmark.decode.record.RecordHeader;
import dev.runmark.job.options.EndOptions;
import dev.runmark.job.options.KafkaOptions;
import dev.runmark.job.options.PartitionOffset;
import dev.runmark.job.options.StartOptions;
import dev.runmark.job.options.StartOptions.Mode;
import dev.runmark.job.record.types.RecordTypes;
import dev.runmark.job.testing.AtRecord;
import dev.runmark.job.testing.LocalJob;
import dev.runmark.job.testing.Remembered;
import dev.runmark.job.testing.SourceSetting;
import dev.runmark.job.testing.Topics;
import dev.runmark.job.testing.Until;
import dev.runmark.options.KafkaClientOptions;
import dev.runmark.storage.part.SourcePartition;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The source on a real broker, in a real job that would restart a thousand times. */
@SuppressWarnings("try") // A job is closed, not used.
class GuardedKafkaSourceIT {

  /** The consumer runs ahead by a few records only. */
  private static final Map<String, String> ONE_BY_ONE =
      Map.of("max.partition.fetch.bytes", "1", "max.poll.records", "1");

  private static final StartOptions EARLIEST = StartOptions.EARLIEST;
  private static final StartOptions REPLAY =
      new StartOptions(Mode.EARLIEST, null, List.of(), true, false);
  private static final StartOptions ACCEPT_GAP =
      new StartOptions(Mode.EARLIEST, null, List.of(), false, true);

  private static SourceSetting setting;
  private static Topics topics;

  @TempDir private Path directory;

  private final Remembered<RawRecord> records = new Remembered<>();

  @BeforeAll
  static void startServer(@TempDir Path directory) throws Exception {
    setting = SourceSetting.open(directory);
    topics = setting.topics();
  }

  @AfterAll
  static void stopServer() throws Exception {
    setting.close();
  }

  @Test
  void recordsComeWithAllThatKafkaKnowsOfThem() throws Exception {
    String topic = topics.create(2);
    topics.configure(topic, TopicConfig.RETENTION_MS_CONFIG, "-1");
    SourcePartition source = new SourcePartition(topics.id(topic), topic, 1);
    RecordHeaders headers = new RecordHeaders();
    headers.add("name", "größe".getBytes(UTF_8)).add("name", null);
    byte[] key = {1};
    topics.send(new ProducerRecord<>(topic, 1, 1_234L, key, "wert".getBytes(UTF_8), headers));
    topics.send(new ProducerRecord<>(topic, 1, 5_678L, (byte[]) null, (byte[]) null));

    try (LocalJob job = start(topic, EARLIEST, null)) {
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
    setting.stored(topic, 0, 3);

    try (LocalJob job = start(topic, EARLIEST, null)) {
      assertThat(job.failure())
          .contains("start without state of topic " + topic + " (id " + topics.id(topic) + ")")
          .contains("kafka.replay: true");
    }
    assertThat(records.elements()).isEmpty();
  }

  @Test
  void aReplayReadsEverythingAgain() throws Exception {
    String topic = topics.create(1);
    topics.sendNumbers(topic, 0, 0, 3);
    setting.stored(topic, 0, 3);

    try (LocalJob job = start(topic, REPLAY, null)) {
      awaitRecords(3);
    }
  }

  @Test
  void anotherTopicInTheIndexRefusesNothing() throws Exception {
    setting.stored(topics.create(1), 0, 3);
    String topic = topics.create(1);
    topics.sendNumbers(topic, 0, 0, 3);

    try (LocalJob job = start(topic, EARLIEST, null)) {
      awaitRecords(3);
    }
  }

  @Test
  void aRestoredJobGoesOnWhereItWasAlthoughTheIndexKnowsTheTopic() throws Exception {
    String topic = topics.create(1);
    topics.sendNumbers(topic, 0, 0, 5);
    String savepoint = readAndStop(topic, 5);
    topics.sendNumbers(topic, 0, 5, 8);
    setting.stored(topic, 0, 5);

    try (LocalJob job = start(topic, EARLIEST, savepoint)) {
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
    topics.recreate(topic, 1);
    topics.sendNumbers(topic, 0, 0, 10);

    try (LocalJob job = start(topic, EARLIEST, savepoint)) {
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

    try (LocalJob job = start(topic, EARLIEST, savepoint)) {
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

    try (LocalJob job = start(topic, EARLIEST, savepoint)) {
      assertThat(job.failure())
          .contains("partition 0: wanted offset 0, the brokers hold 2 (earliest) to 4 (end)");
    }
  }

  @Test
  void aTopicThatIsCreatedAgainWhileItIsReadEndsTheJob() throws Exception {
    String topic = topics.create(1);
    topics.sendNumbers(topic, 0, 0, 5);

    try (LocalJob job = start(topic, EARLIEST, null)) {
      awaitRecords(5);
      topics.recreate(topic, 1);
      assertThat(job.failure()).contains("it was deleted and created again");
    }
  }

  /**
   * It is held up while the new topic gets longer than it has read of the old one; then it goes on
   * or begins again from its checkpoint. Nobody looks for partitions meanwhile.
   */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void noCheckpointHoldsRecordsOfATopicThatWasCreatedAgain(boolean restarted) throws Exception {
    String topic = topics.create(1);
    topics.sendNumbers(topic, 0, 0, 3);
    final UUID old = topics.id(topic);
    AtRecord gate = restarted ? AtRecord.waitAndCrashAt("3") : AtRecord.waitAt("3");

    try (LocalJob job = start(lookingRarely(topic), null, gate)) {
      Until.holds(() -> topics.committed("runmark", topic) == 3, () -> "3 are in a checkpoint");
      topics.sendNumbers(topic, 0, 3, 30);
      topics.recreate(topic, 1);
      topics.sendNumbers(topic, 0, 1_000, 1_060);
      gate.open();
      assertThat(job.failure())
          .contains("read topic " + topic + ": it was deleted and created again")
          .contains("wanted topic id " + old + ", the brokers have " + topics.id(topic));
    }
    long last =
        records.elements().stream()
            .filter(record -> new String(record.value(), UTF_8).length() < 4)
            .mapToLong(RawRecord::offset)
            .max()
            .orElseThrow();
    assertThat(topics.committed("runmark", topic)).isLessThanOrEqualTo(last + 1);
  }

  private static KafkaOptions lookingRarely(String topic) {
    KafkaOptions often = setting.kafka(topic, EARLIEST, EndOptions.NONE, ONE_BY_ONE);
    return new KafkaOptions(
        often.clients(),
        often.topics(),
        often.group(),
        often.start(),
        often.end(),
        Duration.ofHours(1));
  }

  @Test
  void brokersThatDoNotAnswerFailACheckpointOnlyWhenSomethingWasRead() throws Exception {
    String nobody;
    try (ServerSocket socket = new ServerSocket(0)) {
      nobody = "127.0.0.1:" + socket.getLocalPort();
    }
    KafkaOptions often = setting.kafka("gone", EARLIEST, EndOptions.NONE);
    KafkaOptions away =
        new KafkaOptions(
            new KafkaClientOptions(List.of(nobody), Map.of(), Map.of(), false),
            often.topics(),
            often.group(),
            often.start(),
            often.end(),
            often.partitionDiscovery());
    TopicPartition partition = new TopicPartition("gone", 0);
    try (ReadTopics topics = new ReadTopics(away, Duration.ofMillis(500))) {
      topics.add(new KafkaPartitionSplit(partition, 3), new UUID(1, 1));

      topics.compare(List.of(new KafkaPartitionSplit(partition, 3)));
      for (int attempt = 0; attempt < 2; attempt++) {
        assertThatThrownBy(() -> topics.compare(List.of(new KafkaPartitionSplit(partition, 4))))
            .isInstanceOf(UncheckedIOException.class)
            .hasMessageContaining("describe topics [gone]");
      }
    }
  }

  @Test
  void whoseTheRunsAreIsComparedAtARestoreToo() throws Exception {
    String topic = topics.create(1);
    topics.sendNumbers(topic, 0, 0, 1);
    String savepoint = readAndStop(topic, 1);
    setting
        .index()
        .execute("UPDATE tenant_policies SET fallback = 'acme' WHERE topic = '" + topic + "'");

    try (LocalJob job = start(topic, EARLIEST, savepoint)) {
      assertThat(job.failure())
          .contains("start with other tenants than runs were stored for")
          .contains("of topic " + topic + " they were default: acme, from-header: false");
    }
  }

  @Test
  void aCompactedTopicIsRefusedAtAFreshStartAndAtARestore() throws Exception {
    String topic = topics.create(1);
    topics.sendNumbers(topic, 0, 0, 1);
    String savepoint = readAndStop(topic, 1);
    topics.configure(topic, TopicConfig.CLEANUP_POLICY_CONFIG, "compact,delete");

    for (@Nullable String from : new @Nullable String[] {null, savepoint}) {
      try (LocalJob job = start(topic, EARLIEST, from)) {
        assertThat(job.failure())
            .contains("read topic " + topic + ": its cleanup.policy is compact,delete");
      }
    }
    assertThat(records.elements()).hasSize(1);
  }

  @Test
  void aRestoredJobGoesOnBehindAnAcceptedGap() throws Exception {
    String topic = topics.create(1);
    topics.sendNumbers(topic, 0, 0, 5);
    String savepoint = readAndStop(topic, 5);
    topics.sendNumbers(topic, 0, 5, 15);
    topics.deleteBefore(topic, 0, 8);

    try (LocalJob job = start(topic, ACCEPT_GAP, savepoint)) {
      awaitRecords(12);
    }
    assertThat(offsets()).containsExactly(0L, 1L, 2L, 3L, 4L, 8L, 9L, 10L, 11L, 12L, 13L, 14L);
    assertThat(setting.gaps(topic)).containsExactly("0@[5, 8) kafka.accept-gap, gone by retention");
    assertThat(setting.positions(topic))
        .as("what windows hold below the gap is not stored yet")
        .containsExactly("0@0 start: earliest");
  }

  @Test
  void whatOthersHaveStoredOfAGapIsNone() throws Exception {
    String topic = topics.create(1);
    topics.sendNumbers(topic, 0, 0, 5);
    String savepoint = readAndStop(topic, 5);
    topics.sendNumbers(topic, 0, 5, 15);
    topics.deleteBefore(topic, 0, 8);
    setting.stored(topic, 0, 7);

    try (LocalJob job = start(topic, ACCEPT_GAP, savepoint)) {
      awaitRecords(12);
    }
    assertThat(setting.gaps(topic)).containsExactly("0@[7, 8) kafka.accept-gap, gone by retention");
  }

  /** It has not read far when the records after those vanish. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aJobThatFellBehindRetentionStopsOrGoesOnBehindTheGap(boolean accepted) throws Exception {
    String topic = topics.create(1);
    topics.sendNumbers(topic, 0, 0, 3);
    AtRecord gate = AtRecord.waitAt("3");
    KafkaOptions options =
        setting.kafka(topic, accepted ? ACCEPT_GAP : EARLIEST, EndOptions.NONE, ONE_BY_ONE);

    try (LocalJob job = start(options, null, gate)) {
      Until.holds(() -> topics.committed("runmark", topic) == 3, () -> "3 are in a checkpoint");
      topics.sendNumbers(topic, 0, 3, 30);
      topics.deleteBefore(topic, 0, 28);
      gate.open();
      if (accepted) {
        Until.holds(() -> offsets().contains(29L), () -> "the last is read, not " + offsets());
        assertThat(setting.gaps(topic))
            .hasSize(1)
            .allMatch(gap -> gap.contains(", 28) kafka.accept-gap, gone by retention"));
      } else {
        assertThat(job.failure())
            .contains("partition 0: wanted offset ")
            .contains("the brokers hold 28 (earliest) to 30 (end)")
            .contains("are gone by retention");
      }
    }
  }

  @Test
  void aPartitionThatIsFoundLaterBeginsAtItsEarliestOffsetOrWhereTheIndexSays() throws Exception {
    String topic = topics.create(1);
    topics.sendNumbers(topic, 0, 0, 1);
    String savepoint = readAndStop(topic, 1);
    topics.grow(topic, 3);
    topics.sendNumbers(topic, 1, 0, 4);
    topics.deleteBefore(topic, 1, 2);
    topics.sendNumbers(topic, 2, 0, 4);
    setting.stored(topic, 2, 3);

    try (LocalJob job = start(topic, EARLIEST, savepoint)) {
      awaitRecords(4);
    }
    assertThat(records.elements())
        .extracting(record -> record.source().partition() + "@" + record.offset())
        .containsExactlyInAnyOrder("0@0", "1@2", "1@3", "2@3");
    assertThat(setting.positions(topic))
        .containsExactlyInAnyOrder("0@0 start: earliest", "1@2 start: earliest", "2@3 stored");
    assertThat(setting.gaps(topic))
        .containsExactly("1@[0, 2) gone by retention before the partition was found");
  }

  /**
   * From a savepoint, or on another JobManager: its readers must be told that it ends, and what was
   * added meanwhile has no end.
   */
  @Test
  void aReplayEndsAlsoWhenItWasRestored() throws Exception {
    String topic = topics.create(2);
    topics.sendNumbers(topic, 1, 0, 3);
    topics.sendAll(
        IntStream.range(0, 401)
            .mapToObj(i -> new ProducerRecord<byte[], byte[]>(topic, 0, null, new byte[] {1}))
            .toList());
    setting.stored(topic, 0, 401);
    EndOptions end =
        new EndOptions(EndOptions.Mode.OFFSETS, null, List.of(new PartitionOffset(topic, 0, 400)));
    KafkaOptions options = setting.kafka(topic, EARLIEST, end, ONE_BY_ONE);
    String savepoint;
    try (LocalJob job = start(options, null, AtRecord.goSlowly())) {
      awaitRecords(1);
      savepoint = job.stop(directory);
    }
    assertThat(records.elements()).hasSizeLessThan(400);
    topics.grow(topic, 3);
    topics.sendNumbers(topic, 2, 0, 3);

    try (LocalJob job = start(options, savepoint, null)) {
      job.end();
    }
    assertThat(offsets()).hasSize(400).doesNotHaveDuplicates().doesNotContain(400L);
    assertThat(records.elements()).allMatch(record -> record.source().partition() == 0);
    assertThat(topics.committed("runmark", topic)).isZero();
    assertThat(setting.positions(topic)).containsExactly("0@401 stored");
  }

  private List<Long> offsets() {
    return records.elements().stream().map(RawRecord::offset).toList();
  }

  private String readAndStop(String topic, int count) throws Exception {
    try (LocalJob job = start(topic, EARLIEST, null)) {
      awaitRecords(count);
      return job.stop(directory);
    }
  }

  private void awaitRecords(int count) {
    Until.holds(
        () -> records.elements().size() >= count,
        () -> "read " + count + " records, got " + records.elements().size());
  }

  private LocalJob start(String topic, StartOptions start, @Nullable String savepoint)
      throws Exception {
    return start(setting.kafka(topic, start, EndOptions.NONE, ONE_BY_ONE), savepoint, null);
  }

  /**
   * @param handling what happens at each record before it is remembered
   */
  private LocalJob start(
      KafkaOptions options, @Nullable String savepoint, @Nullable AtRecord handling)
      throws Exception {
    GuardedKafkaSource source =
        new GuardedKafkaSource(
            options, "rejected", setting.address(), SourceSetting.RULES, RecordTypes.RAW_RECORD);
    return LocalJob.start(
        directory,
        savepoint,
        env ->
            env.fromSource(source, WatermarkStrategy.noWatermarks(), "read")
                .uid("read")
                .map(handling == null ? AtRecord.nothing() : handling)
                .returns(RecordTypes.RAW_RECORD)
                .uid("handle")
                .sinkTo(records)
                .name("remember")
                .uid("remember"));
  }
}
