package dev.runmark.job.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runmark.job.options.EndOptions;
import dev.runmark.job.options.PartitionOffset;
import dev.runmark.job.options.StartOptions;
import dev.runmark.job.options.StartOptions.Mode;
import dev.runmark.job.testing.SourceSetting;
import dev.runmark.job.testing.Topics;
import dev.runmark.storage.index.OffsetGap;
import dev.runmark.storage.index.PostgresStarts;
import dev.runmark.storage.index.SourceStart;
import dev.runmark.storage.index.StartPosition;
import dev.runmark.storage.part.SourcePartition;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is decided at a start without state, on a real broker and a real index, without a job. */
class FreshStartIT {

  private static final Instant HOUR_AGO = Instant.now().minusSeconds(3600);

  private static SourceSetting setting;
  private static Topics topics;

  @BeforeAll
  static void startServers(@TempDir Path directory) throws Exception {
    setting = SourceSetting.open(directory);
    topics = setting.topics();
  }

  @AfterAll
  static void stopServers() throws Exception {
    setting.close();
  }

  @Test
  void eachModeBeginsWhereItSaysAndRecordsIt() throws Exception {
    String early = records(5);
    topics.deleteBefore(early, 0, 1);
    assertThat(begin(early, start(Mode.EARLIEST))).containsExactly(Map.entry(0, 1L));
    assertThat(setting.positions(early)).containsExactly("0@1 start: earliest");

    String late = records(5);
    assertThat(begin(late, start(Mode.LATEST))).containsExactly(Map.entry(0, 5L));
    assertThat(setting.positions(late)).containsExactly("0@5 start: latest");

    String timed = records(5);
    Instant third = HOUR_AGO.plusMillis(2);
    assertThat(begin(timed, since(third))).containsExactly(Map.entry(0, 2L));
    assertThat(setting.positions(timed)).containsExactly("0@2 start: timestamp " + third);
    String done = records(5);
    assertThat(begin(done, since(HOUR_AGO.plusSeconds(5)))).containsExactly(Map.entry(0, 5L));

    String named = records(5);
    assertThat(begin(named, at(named, 3))).containsExactly(Map.entry(0, 3L));
    assertThat(setting.positions(named)).containsExactly("0@3 start: offsets");

    String ledger = records(5);
    assertThat(begin(ledger, start(Mode.LEDGER))).containsExactly(Map.entry(0, 0L));
    assertThat(setting.positions(ledger)).containsExactly("0@0 start: earliest");
    for (String topic : List.of(early, late, timed, done, named, ledger)) {
      assertThat(setting.gaps(topic)).isEmpty();
    }
  }

  @Test
  void aStartThatIsRecordedIsNotResolvedAnew() throws Exception {
    String topic = records(3);
    begin(topic, start(Mode.LATEST));
    send(topic, 3, 6);
    assertThat(begin(topic, start(Mode.LATEST))).containsExactly(Map.entry(0, 3L));

    setting.stored(topic, 0, 4);
    assertThatThrownBy(() -> begin(topic, start(Mode.LATEST)))
        .isInstanceOf(PositionRefusedException.class)
        .hasMessageStartingWith("start without state of topic " + topic + " (id ")
        .hasMessageContaining(
            "partition 0: wanted offset 6 (start: latest), reading may begin at offset 4 (stored)")
        .hasMessageContaining("kafka.start: ledger")
        .hasMessageContaining("kafka.accept-gap: true");
    assertThat(begin(topic, start(Mode.LEDGER))).containsExactly(Map.entry(0, 4L));
  }

  @Test
  void anotherStartThanTheRecordedOneIsRefused() throws Exception {
    String topic = records(5);
    begin(topic, at(topic, 2));

    assertThatThrownBy(() -> begin(topic, at(topic, 3)))
        .hasMessageContaining("may begin at offset 2 (start: offsets)");
    assertThatThrownBy(() -> begin(topic, start(Mode.EARLIEST)))
        .hasMessageContaining("may begin at offset 2 (start: offsets)")
        .hasMessageContaining("kafka.replay: true");
    assertThat(begin(topic, at(topic, 2))).containsExactly(Map.entry(0, 2L));
  }

  @Test
  void frontiersAreTakenInBeforeAnythingIsDecided() throws Exception {
    String topic = records(5);
    begin(topic, start(Mode.EARLIEST));
    setting
        .index()
        .execute(
            "INSERT INTO frontiers (checkpoint, subtask, subtasks, submission, sources, pending,"
                + " seen) SELECT 1, 0, 1, gen_random_uuid(), ARRAY[source], ARRAY[NULL]::bigint[],"
                + " ARRAY[3] FROM sources WHERE topic = '"
                + topic
                + "'");

    assertThatThrownBy(() -> begin(topic, start(Mode.EARLIEST)))
        .hasMessageContaining("may begin at offset 4 (stored)");
    assertThat(begin(topic, start(Mode.LEDGER))).containsExactly(Map.entry(0, 4L));
  }

  @Test
  void aReplayMayBeginBelowThePositionAndNotAboveIt() throws Exception {
    String topic = records(5);
    setting.stored(topic, 0, 4);

    assertThat(begin(topic, new StartOptions(Mode.EARLIEST, null, List.of(), true, false)))
        .containsExactly(Map.entry(0, 0L));
    assertThat(setting.positions(topic)).containsExactly("0@4 stored");
    assertThatThrownBy(
            () -> begin(topic, new StartOptions(Mode.LATEST, null, List.of(), true, false)))
        .hasMessageContaining("kafka.accept-gap: true");
  }

  /** Whoever comes second decides again, by what the first one recorded. */
  @Test
  void ofTwoStartsThatDecideAtTheSameTimeOneIsRecorded() throws Exception {
    String topic = records(5);
    SourcePartition source = new SourcePartition(topics.id(topic), topic, 0);
    PostgresStarts positions = new PostgresStarts(setting.index().writer());
    StartPosition one = new StartPosition(1, "start: offsets");
    StartPosition three = new StartPosition(3, "start: latest");
    positions.record(List.of(new SourceStart(source, null, one, null)));

    assertThatThrownBy(() -> positions.record(List.of(new SourceStart(source, null, three, null))))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("another start decided on 1 of 1 partition(s) meanwhile");
    setting.stored(topic, 0, 2);
    assertThatThrownBy(
            () ->
                positions.record(
                    List.of(new SourceStart(source, one, three, new OffsetGap(1, 3, "accepted")))))
        .isInstanceOf(IOException.class);
    assertThat(setting.positions(topic)).containsExactly("0@2 stored");
    assertThat(setting.gaps(topic)).isEmpty();
  }

  @Test
  void anAcceptedGapIsRecordedOnceAndStaysDecided() throws Exception {
    String topic = records(5);
    setting.stored(topic, 0, 2);
    StartOptions latest = new StartOptions(Mode.LATEST, null, List.of(), false, true);

    assertThat(begin(topic, latest)).containsExactly(Map.entry(0, 5L));
    send(topic, 5, 7);
    assertThat(begin(topic, latest)).containsExactly(Map.entry(0, 5L));
    assertThat(setting.gaps(topic)).containsExactly("0@[2, 5) kafka.accept-gap, start: latest");
    assertThat(setting.positions(topic)).containsExactly("0@5 start: latest");
  }

  @Test
  void whatRetentionTookBelowThePositionRefusesTheStartOrBecomesAGap() throws Exception {
    String topic = records(5);
    setting.stored(topic, 0, 1);
    topics.deleteBefore(topic, 0, 3);

    assertThatThrownBy(() -> begin(topic, start(Mode.LEDGER)))
        .isInstanceOf(PositionRefusedException.class)
        .hasMessageContaining("partition 0: wanted offset 1, the brokers hold 3 (earliest) to 5")
        .hasMessageContaining("2 offsets are gone by retention");
    assertThat(setting.gaps(topic)).isEmpty();
    assertThat(begin(topic, new StartOptions(Mode.LEDGER, null, List.of(), false, true)))
        .containsExactly(Map.entry(0, 3L));
    assertThat(setting.gaps(topic)).containsExactly("0@[1, 3) kafka.accept-gap, gone by retention");

    String above = records(5);
    setting.stored(above, 0, 4);
    topics.deleteBefore(above, 0, 3);
    assertThat(begin(above, start(Mode.LEDGER))).containsExactly(Map.entry(0, 4L));
    setting.stored(above, 0, 9);
    assertThatThrownBy(
            () -> begin(above, new StartOptions(Mode.LEDGER, null, List.of(), false, true)))
        .hasMessageContaining("wanted offset 9, the brokers hold 3 (earliest) to 5 (end)");
  }

  @Test
  void earliestIsNotResolvedAnewWhenRetentionHasPassedIt() throws Exception {
    String topic = records(5);
    begin(topic, start(Mode.EARLIEST));
    topics.deleteBefore(topic, 0, 2);

    assertThatThrownBy(() -> begin(topic, start(Mode.EARLIEST)))
        .hasMessageContaining("wanted offset 0, the brokers hold 2 (earliest)");
  }

  @Test
  void aSourceThatOnlyReplaysReadIsRefusedOrBegunByTheLedger() throws Exception {
    String topic = records(5);
    setting
        .index()
        .execute("SELECT register_source('" + topics.id(topic) + "', '" + topic + "', 0)");

    assertThatThrownBy(() -> begin(topic, start(Mode.EARLIEST)))
        .hasMessageContaining("start without state of topic " + topic);
    assertThat(begin(topic, start(Mode.LEDGER))).containsExactly(Map.entry(0, 0L));
  }

  @Test
  void aTopicThatWasCreatedAgainIsAnotherSourceUnderEachMode() throws Exception {
    for (Mode mode : Mode.values()) {
      String topic = records(5);
      setting.stored(topic, 0, 5);
      topics.recreate(topic, 1);
      send(topic, 0, 3);
      long wanted =
          switch (mode) {
            case EARLIEST, LEDGER -> 0;
            case LATEST -> 3;
            default -> 1;
          };
      if (wanted > 0) {
        assertThatThrownBy(() -> begin(topic, option(mode, topic, false)))
            .isInstanceOf(PositionRefusedException.class)
            .hasMessageContaining("start without state of topic " + topic + " (id ")
            .hasMessageContaining("partition 0: wanted offset " + wanted)
            .hasMessageContaining("the brokers hold 0 to 3")
            .hasMessageContaining("kafka.accept-gap: true");
        assertThat(setting.positions(topic)).containsExactly("0@5 stored");
      }
      StartOptions accepted = option(mode, topic, true);
      assertThat(begin(topic, accepted)).as("%s", mode).containsExactly(Map.entry(0, wanted));
      assertThat(setting.positions(topic)).hasSize(2).contains("0@5 stored");
      send(topic, 3, 4);
      assertThat(begin(topic, accepted)).as("again").containsExactly(Map.entry(0, wanted));
      assertThat(setting.gaps(topic))
          .isEqualTo(
              wanted == 0
                  ? List.of()
                  : List.of("0@[0, " + wanted + ") kafka.accept-gap, " + accepted.reason()));
    }
  }

  private static StartOptions option(Mode mode, String topic, boolean acceptGap) {
    StartOptions plain =
        switch (mode) {
          case TIMESTAMP -> since(HOUR_AGO.plusMillis(1));
          case OFFSETS -> at(topic, 1);
          default -> start(mode);
        };
    return new StartOptions(mode, plain.timestamp(), plain.offsets(), false, acceptGap);
  }

  @Test
  void ofAPartitionThatWasAddedNothingIsSkippedUnrecorded() throws Exception {
    String topic = records(3);
    begin(topic, start(Mode.LATEST));
    topics.grow(topic, 2);
    topics.sendNumbers(topic, 1, 0, 2);

    assertThatThrownBy(() -> begin(topic, start(Mode.LATEST)))
        .isInstanceOf(PositionRefusedException.class)
        .hasMessageContaining("partition 1: wanted offset 2 (start: latest), the brokers hold 0 to")
        .hasMessageContaining("it was created again, or added");
    assertThat(begin(topic, start(Mode.LEDGER)))
        .containsExactly(Map.entry(0, 3L), Map.entry(1, 0L));
  }

  /** With the others' gap accepted; it waits for its first record when the job fails. */
  @Test
  void aPartitionWithoutNewsIsNotHeldUpAndKeepsItsStart() throws Exception {
    String topic = topics.create(2);
    send(topic, 0, 4);
    setting.stored(topic, 0, 2);
    setting.stored(topic, 1, 0);
    StartOptions latest = new StartOptions(Mode.LATEST, null, List.of(), false, true);

    assertThat(begin(topic, latest)).containsExactly(Map.entry(0, 4L), Map.entry(1, 0L));
    topics.sendNumbers(topic, 1, 0, 3);
    assertThat(begin(topic, latest)).containsExactly(Map.entry(0, 4L), Map.entry(1, 0L));
    assertThat(setting.gaps(topic)).containsExactly("0@[2, 4) kafka.accept-gap, start: latest");
  }

  @Test
  void offsetsAndTimesThatCannotBeMeantAreRefusedWithTheValidOnes() throws Exception {
    String topic = topics.create(2);
    send(topic, 0, 5);
    topics.deleteBefore(topic, 0, 2);
    String valid = "valid are " + topic + "/0@2 to 5, " + topic + "/1@0 to 0";

    assertThatThrownBy(() -> begin(topic, at(topic, 3))).hasMessageContaining(valid);
    assertThatThrownBy(() -> begin(topic, at(topic, 3, 0, 0)))
        .hasMessageContaining(topic + "/2@0: there is no such partition; " + valid);
    assertThatThrownBy(() -> begin(topic, at(topic, 1, 0)))
        .hasMessageContaining("partition 0: wanted offset 1, the brokers hold 2 (earliest) to 5");
    assertThatThrownBy(() -> begin(topic, at(topic, 3, 1)))
        .hasMessageContaining("partition 1: wanted offset 1, the brokers hold 0 (earliest) to 0");
    assertThatThrownBy(() -> begin(topic, since(Instant.now().plusSeconds(600))))
        .hasMessageContaining("is in the future")
        .hasMessageContaining(valid.substring("valid are ".length()));
    assertThat(setting.positions(topic)).isEmpty();
  }

  @Test
  void aReplayReadsWhatItIsToldAndTheIndexKnowsNothingOfIt() throws Exception {
    String topic = records(5);
    setting.stored(topic, 0, 4);
    EndOptions latest = new EndOptions(EndOptions.Mode.LATEST, null, List.of());

    assertThat(begin(topic, at(topic, 1), latest)).containsExactly(Map.entry(0, 1L));
    assertThat(setting.positions(topic)).containsExactly("0@4 stored");
    EndOptions two =
        new EndOptions(EndOptions.Mode.OFFSETS, null, List.of(new PartitionOffset(topic, 0, 2)));
    assertThat(begin(topic, start(Mode.EARLIEST), two)).containsExactly(Map.entry(0, 0L));
    assertThatThrownBy(() -> begin(topic, at(topic, 3), two))
        .hasMessageContaining("replay topic " + topic + " partition 0 from offset 3 to 2")
        .hasMessageContaining("valid are " + topic + "/0@0 to 5");
    EndOptions beyond =
        new EndOptions(EndOptions.Mode.OFFSETS, null, List.of(new PartitionOffset(topic, 0, 6)));
    assertThatThrownBy(() -> begin(topic, at(topic, 3), beyond))
        .hasMessageContaining("valid are " + topic + "/0@0 to 5");
  }

  /** What becomes of the records of a partition that is left out is nobody's concern. */
  @Test
  void aReplayLeavesOutThePartitionsThatItIsNotTold() throws Exception {
    String topic = topics.create(3);
    send(topic, 0, 5);
    topics.sendNumbers(topic, 1, 0, 5);
    StartOptions first = at(topic, 1, 2);
    EndOptions second =
        new EndOptions(
            EndOptions.Mode.OFFSETS,
            null,
            List.of(new PartitionOffset(topic, 1, 4), new PartitionOffset(topic, 2, 0)));
    topics.deleteBefore(topic, 0, 3);

    assertThat(begin(topic, first, second)).containsExactly(Map.entry(1, 2L));
    EndOptions nothing =
        new EndOptions(EndOptions.Mode.OFFSETS, null, List.of(new PartitionOffset(topic, 1, 2)));
    assertThat(begin(topic, first, nothing)).isEmpty();
  }

  @Test
  void aReplayOfATopicThatWasCreatedAgainSinceItsPlanIsRefused() throws Exception {
    String topic = records(5);
    UUID planned = topics.id(topic);
    EndOptions end = EndOptions.planned(List.of(new PartitionOffset(topic, 0, 2)), planned);
    assertThat(begin(topic, at(topic, 1), end)).containsExactly(Map.entry(0, 1L));
    topics.recreate(topic, 1);
    send(topic, 0, 7);

    assertThatThrownBy(() -> begin(topic, at(topic, 1), end))
        .isInstanceOf(PositionRefusedException.class)
        .hasMessageContaining("replay topic " + topic + ": it was deleted and created again")
        .hasMessageContaining("wanted topic id " + planned + ", the brokers have ")
        .hasMessageContaining("valid are " + topic + "/0@0 to 7");
  }

  private static StartOptions start(Mode mode) {
    return new StartOptions(mode, null, List.of(), false, false);
  }

  private static StartOptions since(Instant time) {
    return new StartOptions(Mode.TIMESTAMP, time, List.of(), false, false);
  }

  /** An offset of each partition, from 0. */
  private static StartOptions at(String topic, long... offsets) {
    List<PartitionOffset> named = new java.util.ArrayList<>();
    for (int partition = 0; partition < offsets.length; partition++) {
      named.add(new PartitionOffset(topic, partition, offsets[partition]));
    }
    return new StartOptions(Mode.OFFSETS, null, named, false, false);
  }

  @Test
  void whatIsSentWhileTheBrokersAreAskedLiesBehindTheEnd() throws Exception {
    String topic = records(5);
    EndOptions latest = new EndOptions(EndOptions.Mode.LATEST, null, List.of());
    TopicPartition only = new TopicPartition(topic, 0);
    try (KafkaTopics brokers =
        new KafkaTopics(setting.kafka(topic, start(Mode.EARLIEST), latest).clients().resolved())) {
      Map<TopicPartition, OffsetRange> ranges = brokers.ranges(List.of(only));
      send(topic, 5, 7);
      WantedOffsets wanted = new WantedOffsets(brokers, ranges);

      assertThat(wanted.end(latest)).containsExactly(Map.entry(only, 5L));
      assertThat(wanted.start(start(Mode.LATEST))).containsExactly(Map.entry(only, 5L));
      assertThat(wanted.start(since(HOUR_AGO.plusMillis(6)))).containsExactly(Map.entry(only, 5L));
    }
  }

  private static Map<Integer, Long> begin(String topic, StartOptions start) throws IOException {
    return begin(topic, start, EndOptions.NONE);
  }

  private static Map<Integer, Long> begin(String topic, StartOptions start, EndOptions end)
      throws IOException {
    ResolvedStarts starts = new ResolvedStarts(true);
    new FreshStart(
            setting.kafka(topic, start, end),
            setting.address(),
            new TopicGenerations(Map.of()),
            starts,
            new ResolvedStarts(true))
        .run();
    OffsetsInitializer.@Nullable PartitionOffsetsRetriever nobody = null;
    Map<Integer, Long> offsets = new TreeMap<>();
    starts
        .getPartitionOffsets(
            IntStream.range(0, 3).mapToObj(p -> new TopicPartition(topic, p)).toList(), nobody)
        .forEach((partition, offset) -> offsets.put(partition.partition(), offset));
    return offsets;
  }

  /** A topic of one partition with so many records, a millisecond apart. */
  private static String records(int count) throws Exception {
    String topic = topics.create(1);
    send(topic, 0, count);
    return topic;
  }

  private static void send(String topic, int from, int to) throws Exception {
    for (int i = from; i < to; i++) {
      long time = HOUR_AGO.plusMillis(i).toEpochMilli();
      topics.send(new ProducerRecord<>(topic, 0, time, null, Integer.toString(i).getBytes(UTF_8)));
    }
  }
}
