package dev.runmark.job.window;

import static dev.runmark.job.window.Events.WIDE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.runmark.job.window.WindowHarness.Backend;
import dev.runmark.sink.Trace;
import java.util.List;
import java.util.UUID;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which windows close to make room, by the operator that they are in. */
class WindowQueueTest {

  @ParameterizedTest
  @EnumSource
  void theOldestCloseWhenTogetherTheyAreTooLarge(Backend backend) throws Exception {
    WindowRules rules = Events.bounded(MemorySize.parse("1mb"), MemorySize.parse("10kb"));
    try (WindowHarness window = WindowHarness.open(rules, backend, 1, null, 0)) {
      for (int trace = 1; trace <= 9; trace++) {
        window.add(Events.of(trace, trace).create(trace, ""));
      }
      window.add(Events.of(1, 1).patch(10, "\"of the oldest\":1"));
      assertThat(runs(window.written())).containsExactly(Events.id(1));
      window.add(Events.of(11, 11).create(11, "\"large\":\"" + "x".repeat(3_000) + "\""));
      assertThat(runs(window.written()))
          .as("as many as it takes")
          .containsExactly(Events.id(2), Events.id(3), Events.id(4));
      assertThat(window.timers()).isEqualTo(6);
      assertThat(window.tracesInState()).isEqualTo(6);
      window.add(Events.of(1, 1).patch(12, ""));
      assertThat(runs(window.written())).as("1 is the youngest now").containsExactly(Events.id(5));
    }
  }

  @ParameterizedTest
  @EnumSource
  void noGraceIsGivenAboveAQuarterOfThatSize(Backend backend) throws Exception {
    WindowRules rules = Events.bounded(MemorySize.parse("1mb"), MemorySize.parse("16kb"));
    try (WindowHarness window = WindowHarness.open(rules, backend, 1, null, 0)) {
      window.add(Events.of(1, 1).create(1, ""));
      window.add(Events.of(2, 2).ended().create(2, ""));
      window.add(Events.of(3, 3).ended().create(3, ""));
      assertThat(window.written()).as("3 KB").isEmpty();
      window.add(Events.of(4, 4).create(4, ""));
      assertThat(runs(window.written())).as("the first that ended").containsExactly(Events.id(2));
      window.add(Events.of(5, 5).create(5, ""));
      assertThat(runs(window.written())).containsExactly(Events.id(3));
      window.add(Events.of(6, 6).create(6, ""));
      assertThat(window.written()).as("none that runs").isEmpty();
      window.add(Events.of(1, 1).ended().patch(7, ""));
      assertThat(runs(window.written())).as("no grace at all").containsExactly(Events.id(1));
    }
  }

  @ParameterizedTest
  @EnumSource
  void twoBarriersEndAllGracesWhereSomeWereCutShort(Backend backend) throws Exception {
    WindowRules rules = Events.bounded(MemorySize.parse("1mb"), MemorySize.parse("16kb"));
    OperatorSubtaskState state;
    try (WindowHarness window = WindowHarness.open(rules, backend, 1, null, 0)) {
      window.add(Events.of(1, 1).create(1, ""));
      window.add(Events.of(2, 2).ended().create(2, ""));
      window.add(Events.of(3, 3).ended().create(3, ""));
      window.snapshot(1);
      assertThat(window.written()).as("3 KB: nothing was cut short").isEmpty();
      window.add(Events.of(4, 4).ended().create(4, ""));
      assertThat(runs(window.written())).containsExactly(Events.id(2));
      state = window.snapshot(2);
      assertThat(runs(window.written()))
          .as("in the order of their ends, and not what runs")
          .containsExactly(Events.id(3), Events.id(4));
      window.add(Events.of(5, 5).ended().create(5, ""));
      window.snapshot(3);
      assertThat(runs(window.written()))
          .as("at the barrier after it too")
          .containsExactly(Events.id(5));
      window.add(Events.of(6, 6).ended().create(6, ""));
      window.snapshot(4);
      assertThat(window.written()).as("nothing was cut short for two intervals").isEmpty();
    }
    try (WindowHarness window = WindowHarness.open(rules, backend, 1, state, 1_000)) {
      assertThat(window.tracesInState()).as("what is stored").isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void theBoundCountsWhatWasRestored(Backend backend) throws Exception {
    WindowRules rules = Events.bounded(MemorySize.parse("1mb"), MemorySize.parse("48kb"));
    OperatorSubtaskState state;
    try (WindowHarness window = WindowHarness.open(rules, backend, 1, null, 0)) {
      for (int trace = 39; trace >= 31; trace--) {
        window.timeIs(100 - trace);
        window.add(Events.of(trace, trace).create(100 - trace, ""));
      }
      window.add(Events.of(35, 35).ended().patch(100, ""));
      state = window.snapshot(1);
    }
    try (WindowHarness window = WindowHarness.open(rules, backend, 1, state, 1_000)) {
      assertThat(window.written()).isEmpty();
      window.add(Events.of(1, 1).create(101, "\"large\":\"" + "x".repeat(42_000) + "\""));
      assertThat(runs(window.written()))
          .as("the one that ended, then in the order in which they were opened")
          .startsWith(Events.id(35), Events.id(39), Events.id(38), Events.id(37))
          .doesNotContain(Events.id(1));
    }
  }

  @ParameterizedTest
  @EnumSource
  void restoredWindowsThatHadToCloseMakeNoRoomAgain(Backend backend) throws Exception {
    WindowRules rules = Events.bounded(MemorySize.parse("1mb"), MemorySize.parse("5kb"));
    OperatorSubtaskState state;
    try (WindowHarness window = WindowHarness.open(WIDE, backend, 1, null, 0)) {
      window.add(Events.of(1, 1).ended().create(1, ""));
      window.add(Events.of(2, 2).create(2, ""));
      state = window.snapshot(1);
    }
    try (WindowHarness window =
        WindowHarness.open(rules.closingRestored(), backend, 1, state, 1_000)) {
      window.add(Events.of(3, 3).create(3, ""));
      assertThat(runs(window.written())).containsExactlyInAnyOrder(Events.id(1), Events.id(2));
      window.add(Events.of(4, 4).create(4, ""));
      window.add(Events.of(5, 5).create(5, ""));
      window.add(Events.of(6, 6).create(6, ""));
      assertThat(window.written()).isEmpty();
      window.add(Events.of(7, 7).create(7, ""));
      assertThat(runs(window.written())).containsExactly(Events.id(3));
    }
  }

  private static List<UUID> runs(List<Trace> traces) {
    return traces.stream()
        .flatMap(trace -> trace.lines().stream())
        .map(line -> line.key().run())
        .toList();
  }
}
