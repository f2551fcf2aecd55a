package dev.runmark.job.window;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runmark.decode.record.RunEvent;
import dev.runmark.storage.part.EventSpan;
import dev.runmark.storage.part.RunLine;
import dev.runmark.storage.part.RunStatus;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FoldedTraceTest {

  @Test
  void eventsOfOneRunFoldInOrderOfPositionHoweverTheyAreGiven() {
    List<RunEvent> events =
        List.of(
            Events.of(1, 1).ended().patch(7, "\"b\":2,\"c\":3"),
            Events.of(1, 1).status(RunStatus.PENDING).create(5, "\"a\":1,\"b\":1"),
            Events.of(1, 1).status(RunStatus.ERROR).patch(9, "\"b\":4,\"a\":null"));
    RunLine line = onlyLine(events);
    assertThat(Events.text(line))
        .isEqualTo("{\"id\":\"" + Events.id(1) + "\",\"a\":1,\"b\":4,\"c\":3}");
    assertThat(line.span())
        .isEqualTo(new EventSpan(EventSpan.position(5, 0), EventSpan.position(9, 0), true));
    assertThat(line.listing().status()).isEqualTo(RunStatus.ERROR);
    assertThat(line.listing().endTime()).isNotNull();
  }

  @Test
  void patchesAloneAreNoCreatedRun() {
    RunLine line =
        onlyLine(List.of(Events.of(1, 1).patch(1, "\"a\":1"), Events.of(1, 1).patch(2, "")));
    assertThat(line.span().created()).isFalse();
  }

  @Test
  void aCompleteRunWipesWhatCameBeforeItAndTakesWhatComesAfter() {
    RunLine line =
        onlyLine(
            List.of(
                Events.of(1, 1).status(RunStatus.ERROR).create(1, "\"a\":1"),
                Events.of(1, 1).complete(2, "\"b\":2"),
                Events.of(1, 1).patch(3, "\"c\":3")));
    assertThat(Events.text(line)).isEqualTo("{\"id\":\"" + Events.id(1) + "\",\"b\":2,\"c\":3}");
    assertThat(line.span()).isEqualTo(new EventSpan(0, EventSpan.position(3, 0), true));
    assertThat(line.listing().status()).isNull();
  }

  @Test
  void twoSourcesNeverShareALine() {
    List<RunLine> lines =
        lines(
            List.of(
                Events.of(1, 1).from(0).create(4, "\"a\":1"),
                Events.of(1, 1).from(1).complete(5, "\"b\":1"),
                Events.of(1, 1).from(0).patch(6, "\"c\":1")),
            1 << 20);
    assertThat(lines).hasSize(2);
    assertThat(lines).extracting(line -> line.source().partition()).containsOnly(0, 1);
    assertThat(lines)
        .filteredOn(line -> line.source().partition() == 0)
        .singleElement()
        .satisfies(line -> assertThat(Events.text(line)).contains("\"a\":1,\"c\":1"));
  }

  @Test
  void aFoldOverTheLimitIsLeftInSeveralLinesOfConsecutiveEvents() {
    String large = "\"x\":\"" + "é".repeat(40) + "\"";
    List<RunEvent> events = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      events.add(Events.of(1, 1).patch(i, large));
    }
    int one = events.get(0).line().length();
    List<RunLine> lines = lines(events, 2L * one);
    assertThat(lines).hasSize(3);
    assertThat(lines)
        .extracting(line -> line.span().hi())
        .containsExactly(
            EventSpan.position(1, 0), EventSpan.position(3, 0), EventSpan.position(4, 0));
    assertThat(lines.get(1).span().lo()).isEqualTo(EventSpan.position(2, 0));
  }

  @Test
  void anEventOverTheLimitIsALine() {
    assertThat(
            lines(
                List.of(Events.of(1, 1).create(1, "\"a\":1"), Events.of(1, 1).patch(2, "\"b\":1")),
                1))
        .hasSize(2);
  }

  @Test
  void whatCannotBeFoldedStaysApart() {
    String twice = "\"input_attachments\":{\"n\":{},\"n\":{}}";
    List<RunEvent> events =
        List.of(Events.of(1, 1).create(1, twice), Events.of(1, 1).patch(2, twice));
    assertThat(lines(events, 1 << 20)).containsExactly(events.get(0).line(), events.get(1).line());
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 15, 16, 40})
  void aRunThatComesTwiceIsFoundAmongHoweverMany(int runs) {
    List<RunEvent> events = new ArrayList<>();
    for (int run = 1; run <= runs; run++) {
      events.add(Events.of(1, run).create(run, ""));
    }
    assertThat(lines(events, 1 << 20)).hasSize(runs);
    for (int twice : new int[] {1, runs}) {
      List<RunEvent> more = new ArrayList<>(events);
      more.add(Events.of(1, twice).patch(runs + 1, "\"a\":1"));
      assertThat(lines(more, 1 << 20)).as("run %d", twice).hasSize(runs);
    }
  }

  @Test
  void runsStandInTheOrderOfTheirTree() {
    List<RunEvent> events =
        new ArrayList<>(
            List.of(
                Events.of(1, 1).startedAfter(0).create(1, ""),
                Events.of(1, 5).under(1).startedAfter(9).create(2, ""),
                Events.of(1, 2).under(1).startedAfter(1).create(3, ""),
                Events.of(1, 4).under(2).startedAfter(3).create(4, ""),
                Events.of(1, 3).under(2).startedAfter(2).create(5, ""),
                Events.of(1, 6).under(99).startedAfter(5).create(6, ""),
                Events.of(1, 7).under(1).create(7, ""),
                Events.of(1, 8).under(9).startedAfter(0).create(8, ""),
                Events.of(1, 9).under(8).startedAfter(1).create(9, ""),
                Events.of(1, 10).under(10).startedAfter(2).create(10, "")));
    for (int seed = 0; seed < 20; seed++) {
      Collections.shuffle(events, new Random(seed));
      assertThat(lines(events, 1 << 20))
          .extracting(line -> (int) line.key().run().getLeastSignificantBits())
          .containsExactly(1, 2, 3, 4, 5, 7, 6, 8, 9, 10);
    }
  }

  @Test
  void aTraceAsDeepAsItHasRunsIsOrdered() {
    List<RunEvent> events = new ArrayList<>();
    for (int run = 1; run <= 50_000; run++) {
      events.add(Events.of(1, run).under(run - 1).startedAfter(0).create(run, ""));
    }
    Collections.shuffle(events, new Random(1));
    assertThat(lines(events, 1 << 20))
        .extracting(line -> (int) line.key().run().getLeastSignificantBits())
        .isSorted();
  }

  private static RunLine onlyLine(List<RunEvent> events) {
    List<RunLine> lines = lines(events, 1 << 20);
    assertThat(lines).hasSize(1);
    return lines.get(0);
  }

  private static List<RunLine> lines(List<RunEvent> events, long lineSize) {
    return FoldedTrace.of(events, lineSize).lines();
  }
}
