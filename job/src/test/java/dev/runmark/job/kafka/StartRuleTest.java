package dev.runmark.job.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runmark.job.options.PartitionOffset;
import dev.runmark.job.options.StartOptions;
import dev.runmark.job.options.StartOptions.Mode;
import dev.runmark.storage.index.KnownSource;
import dev.runmark.storage.index.OffsetGap;
import dev.runmark.storage.index.SourceStart;
import dev.runmark.storage.index.StartPosition;
import dev.runmark.storage.part.SourcePartition;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StartRuleTest {

  private static final SourcePartition SOURCE = new SourcePartition(new UUID(1, 2), "runs", 0);
  private static final OffsetRange RANGE = new OffsetRange(2, 9);

  @Test
  void anUnknownSourceBeginsWhereItIsWantedAndIsRecorded() {
    assertThat(rule(Mode.LATEST, false, false).decide(SOURCE, 9, RANGE, null))
        .isEqualTo(
            new StartRule.Start(
                9, new SourceStart(SOURCE, null, new StartPosition(9, "start: latest"), null)));
  }

  @Test
  void aSourceThatOnlyReplaysReadNeedsAWord() {
    KnownSource known = new KnownSource(null);

    assertThatThrownBy(() -> rule(Mode.EARLIEST, false, true).decide(SOURCE, 2, RANGE, known))
        .isInstanceOf(PositionRefusedException.class)
        .hasMessageContaining("only replays read it");
    assertThat(rule(Mode.EARLIEST, true, false).decide(SOURCE, 2, RANGE, known).offset())
        .isEqualTo(2);
    assertThat(rule(Mode.LEDGER, false, false).decide(SOURCE, 2, RANGE, known).offset())
        .isEqualTo(2);
    assertThatThrownBy(() -> rule(Mode.LATEST, true, false).decide(SOURCE, 9, RANGE, known))
        .isInstanceOf(PositionRefusedException.class)
        .hasMessageContaining("kafka.accept-gap: true");
    assertThat(rule(Mode.LATEST, false, true).decide(SOURCE, 9, RANGE, known))
        .isEqualTo(begun(null, 9, new OffsetGap(2, 9, "kafka.accept-gap, start: latest")));
    OffsetRange empty = new OffsetRange(2, 2);
    assertThat(rule(Mode.LATEST, false, false).decide(SOURCE, 2, empty, known))
        .as("it only got its number when one of its neighbours did")
        .isEqualTo(begun(null, 2, null));
  }

  @Test
  void whatATopicHoldsThatTheIndexHasSeenUnderItsNameIsNotLeftOutUnrecorded() {
    StartRule refusing = new StartRule(options(Mode.LATEST, 0, false, false), Set.of("runs"));
    assertThatThrownBy(() -> refusing.decide(SOURCE, 9, RANGE, null))
        .isInstanceOf(PositionRefusedException.class)
        .hasMessageStartingWith("start without state of topic runs (id " + SOURCE.topicId())
        .hasMessageContaining("partition 0: wanted offset 9 (start: latest), the brokers hold 2 to")
        .hasMessageContaining("it was created again, or added")
        .hasMessageContaining("kafka.accept-gap: true to leave out what lies below");
    StartRule accepting = new StartRule(options(Mode.LATEST, 0, false, true), Set.of("runs"));
    assertThat(accepting.decide(SOURCE, 9, RANGE, null))
        .isEqualTo(begun(null, 9, new OffsetGap(2, 9, "kafka.accept-gap, start: latest")));
    assertThat(refusing.decide(SOURCE, 2, RANGE, null)).isEqualTo(begun(null, 2, null));
  }

  /** No record since it was stored: neither skipped nor read again, and found by who comes next. */
  @Test
  void anIdlePartitionBeginsWhereItIsAndIsRecorded() {
    StartPosition stored = new StartPosition(9, StartPosition.STORED);

    for (boolean word : new boolean[] {false, true}) {
      StartRule rule = rule(Mode.LATEST, word, true);
      assertThat(rule.decide(SOURCE, 9, RANGE, new KnownSource(stored)))
          .isEqualTo(begun(stored, 9, null));
      KnownSource begun = new KnownSource(new StartPosition(9, "start: latest"));
      OffsetRange later = new OffsetRange(2, 12);
      assertThat(rule.decide(SOURCE, 12, later, begun)).isEqualTo(new StartRule.Start(9, null));
    }
  }

  private static StartRule.Start begun(
      @Nullable StartPosition before, long offset, @Nullable OffsetGap gap) {
    StartPosition position = new StartPosition(offset, "start: latest");
    return new StartRule.Start(offset, new SourceStart(SOURCE, before, position, gap));
  }

  @Test
  void anAcceptedGapReachesFromThePositionToTheStart() {
    StartPosition position = new StartPosition(4, StartPosition.STORED);

    assertThat(rule(Mode.LATEST, false, true).decide(SOURCE, 9, RANGE, new KnownSource(position)))
        .isEqualTo(
            new StartRule.Start(
                9,
                new SourceStart(
                    SOURCE,
                    position,
                    new StartPosition(9, "start: latest"),
                    new OffsetGap(4, 9, "kafka.accept-gap, start: latest"))));
  }

  /** Whatever is asked for: nothing between the position and the start is left out unrecorded. */
  @Test
  void noStartSkipsWhatIsNeitherStoredNorRecordedAsAGap() {
    long seed = Long.getLong("runmark.seed", 20261120L);
    Random random = new Random(seed);
    int begun = 0;
    for (int round = 0; round < 20_000; round++) {
      long earliest = random.nextInt(6);
      OffsetRange range = new OffsetRange(earliest, earliest + random.nextInt(6));
      Mode mode = Mode.values()[random.nextInt(Mode.values().length)];
      long wanted =
          switch (mode) {
            case EARLIEST, LEDGER -> range.earliest();
            case LATEST -> range.end();
            default -> random.nextInt(14);
          };
      StartOptions options = options(mode, wanted, random.nextBoolean(), random.nextBoolean());
      String reason = random.nextBoolean() ? StartPosition.STORED : options.reason();
      StartPosition position = new StartPosition(random.nextInt(14), reason);
      try {
        StartRule.Start start =
            new StartRule(options, Set.of())
                .decide(SOURCE, wanted, range, new KnownSource(position));
        begun++;
        String told = "seed " + seed + " round " + round + ": " + options + " " + position + range;
        assertThat(range.allows(start.offset())).as(told).isTrue();
        assertSound(told, start, position, options);
      } catch (PositionRefusedException refused) {
        assertThat(refused).hasMessageContaining("partition 0: wanted offset ");
      }
    }
    assertThat(begun).as("enough of them begin").isGreaterThan(2_000);
  }

  private static void assertSound(
      String told, StartRule.Start start, StartPosition position, StartOptions options) {
    SourceStart record = start.record();
    OffsetGap gap = record == null ? null : record.gap();
    long accounted = gap != null && gap.from() == position.offset() ? gap.to() : position.offset();
    assertThat(start.offset()).as(told).isLessThanOrEqualTo(accounted);
    assertThat(gap == null || options.acceptGap()).as(told).isTrue();
    assertThat(start.offset() >= position.offset() || options.replay()).as(told).isTrue();
  }

  private static StartRule rule(Mode mode, boolean replay, boolean acceptGap) {
    return new StartRule(options(mode, 0, replay, acceptGap), Set.of());
  }

  private static StartOptions options(Mode mode, long wanted, boolean replay, boolean acceptGap) {
    @Nullable Instant time = mode == Mode.TIMESTAMP ? Instant.EPOCH : null;
    List<PartitionOffset> offsets =
        mode == Mode.OFFSETS ? List.of(new PartitionOffset("runs", 0, wanted)) : List.of();
    return new StartOptions(mode, time, offsets, replay, acceptGap);
  }
}
