package dev.runmark.job.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.runmark.decode.record.RawRecord;
import dev.runmark.job.options.EndOptions;
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
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A job that fails before its first checkpoint, while more arrives: nothing may be skipped. */
@SuppressWarnings("try") // A job is closed, not used.
class StartCrashIT {

  private static final Instant HOUR_AGO = Instant.now().minusSeconds(3600);

  private static SourceSetting setting;
  private static Topics topics;

  @TempDir private Path directory;

  @BeforeAll
  static void startServers(@TempDir Path directory) throws Exception {
    setting = SourceSetting.open(directory);
    topics = setting.topics();
  }

  @AfterAll
  static void stopServers() throws Exception {
    setting.close();
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void theNextAttemptAndTheNextSubmissionBeginWhereTheFirstOneDid(Mode mode) throws Exception {
    String topic = topics.create(1);
    send(topic, 0, 3);
    if (mode == Mode.LEDGER) {
      setting.stored(topic, 0, 2);
    }
    Remembered<RawRecord> first = new Remembered<>();
    try (LocalJob job = start(topic, mode, AtRecord.crashAt("5"), first)) {
      Until.holds(() -> !setting.positions(topic).isEmpty(), () -> "the start is recorded");
      // By the time that the last one makes it fail, all of these have arrived.
      send(topic, 3, 6);
      awaitLast(first);
    }
    assertThat(offsets(first)).endsWith(expected(mode, 6));

    send(topic, 6, 8);
    Remembered<RawRecord> second = new Remembered<>();
    try (LocalJob job = start(topic, mode, AtRecord.nothing(), second)) {
      Until.holds(() -> offsets(second).contains(7L), () -> "all is read, not " + offsets(second));
    }
    assertThat(offsets(second)).containsExactly(expected(mode, 8));
    assertThat(setting.gaps(topic)).isEmpty();
  }

  private static Long[] expected(Mode mode, long end) {
    long from =
        switch (mode) {
          case EARLIEST -> 0;
          case OFFSETS, TIMESTAMP -> 1;
          case LEDGER -> 2;
          case LATEST -> 3;
        };
    return java.util.stream.LongStream.range(from, end).boxed().toArray(Long[]::new);
  }

  private static void awaitLast(Remembered<RawRecord> records) {
    Until.holds(() -> offsets(records).contains(5L), () -> "5 is read, not " + offsets(records));
  }

  private static List<Long> offsets(Remembered<RawRecord> records) {
    return records.elements().stream().map(RawRecord::offset).toList();
  }

  private static StartOptions options(String topic, Mode mode) {
    return new StartOptions(
        mode,
        mode == Mode.TIMESTAMP ? HOUR_AGO.plusMillis(1) : null,
        mode == Mode.OFFSETS ? List.of(new PartitionOffset(topic, 0, 1)) : List.of(),
        false,
        false);
  }

  private static void send(String topic, int from, int to) throws Exception {
    for (int i = from; i < to; i++) {
      long time = HOUR_AGO.plusMillis(i).toEpochMilli();
      topics.send(new ProducerRecord<>(topic, 0, time, null, Integer.toString(i).getBytes(UTF_8)));
    }
  }

  private LocalJob start(String topic, Mode mode, AtRecord handling, Remembered<RawRecord> records)
      throws Exception {
    GuardedKafkaSource source =
        new GuardedKafkaSource(
            setting.kafka(topic, options(topic, mode), EndOptions.NONE),
            "rejected",
            setting.address(),
            SourceSetting.RULES,
            RecordTypes.RAW_RECORD);
    return LocalJob.start(
        directory,
        null,
        Map.of("execution.checkpointing.interval", "1 h"),
        env ->
            env.fromSource(source, WatermarkStrategy.noWatermarks(), "read")
                .uid("read")
                .map(handling)
                .returns(RecordTypes.RAW_RECORD)
                .uid("handle")
                .sinkTo(records)
                .name("remember")
                .uid("remember"));
  }
}
