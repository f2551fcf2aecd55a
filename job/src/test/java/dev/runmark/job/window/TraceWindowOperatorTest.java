package dev.runmark.job.window;

import static dev.runmark.job.window.Events.WIDE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.runmark.decode.record.RunEvent;
import dev.runmark.job.window.WindowHarness.Backend;
import dev.runmark.sink.Trace;
import dev.runmark.storage.part.EventSpan;
import dev.runmark.storage.part.RunLine;
import dev.runmark.storage.part.RunStatus;
import java.time.Duration;
import java.util.List;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TraceWindowOperatorTest {

  @ParameterizedTest
  @EnumSource
  void closesAGraceAfterTheRootHasEnded(Backend backend) throws Exception {
    try (WindowHarness window = WindowHarness.open(WIDE, backend, 1, null, 0)) {
      window.add(Events.of(1, 1).create(0, "\"a\":1"));
      window.timeIs(20_000);
      window.add(Events.of(1, 1).ended().patch(1, "\"b\":2"));
      window.add(Events.of(1, 2).under(1).create(2, "\"late\":1"));
      window.timeIs(24_999);
      assertThat(window.written()).isEmpty();
      window.timeIs(25_000);
      assertThat(lines(window.written()))
          .containsExactly(
              "{\"id\":\"" + Events.id(1) + "\",\"a\":1,\"b\":2}",
              "{\"id\":\"" + Events.id(2) + "\",\"late\":1}");
      assertThat(window.timers()).isZero();
      assertThat(window.tracesInState()).isZero();
    }
  }

  @Test
  void theEndOfAnotherRunThanTheRootClosesNothing() throws Exception {
    try (WindowHarness window = WindowHarness.open(WIDE)) {
      window.add(Events.of(1, 2).under(1).ended().create(0, ""));
      window.add(Events.of(1, 2).ended().status(RunStatus.SUCCESS).patch(1, ""));
      window.timeIs(59_999);
      assertThat(window.written()).isEmpty();
      window.timeIs(60_000);
      assertThat(window.written()).hasSize(1);
    }
  }

  @Test
  void aRunWithoutAParentIsTheRootToo() throws Exception {
    try (WindowHarness window = WindowHarness.open(WIDE)) {
      window.add(Events.of(1, 2).status(RunStatus.ERROR).complete(0, ""));
      window.timeIs(5_000);
      assertThat(window.written()).hasSize(1);
    }
  }

  @Test
  void closesAGapAfterTheLatestEvent() throws Exception {
    try (WindowHarness window = WindowHarness.open(WIDE)) {
      window.add(Events.of(1, 1).create(0, ""));
      window.timeIs(50_000);
      window.add(Events.of(1, 1).patch(1, ""));
      window.timeIs(109_999);
      assertThat(window.written()).isEmpty();
      assertThat(window.timers()).as("one timer a window, moved when it fires").isEqualTo(1);
      window.timeIs(110_000);
      assertThat(window.written()).hasSize(1);
      assertThat(window.timers()).isZero();
    }
  }

  @Test
  void closesAtItsAgeHoweverBusyTheTraceIs() throws Exception {
    try (WindowHarness window = WindowHarness.open(WIDE)) {
      for (int second = 0; second < 600; second += 10) {
        window.timeIs(second * 1000L);
        window.add(Events.of(1, 1).patch(second, ""));
      }
      assertThat(window.written()).isEmpty();
      window.timeIs(600_000);
      assertThat(window.written()).hasSize(1);
    }
  }

  @Test
  void closesAtOnceWhenTheTraceIsTooLarge() throws Exception {
    WindowRules rules = Events.bounded(MemorySize.parse("300b"), MemorySize.parse("1mb"));
    try (WindowHarness window = WindowHarness.open(rules)) {
      window.add(Events.of(1, 1).create(0, "\"a\":\"" + "x".repeat(100) + "\""));
      assertThat(window.written()).isEmpty();
      window.add(Events.of(1, 1).patch(1, "\"b\":\"" + "y".repeat(200) + "\""));
      assertThat(window.written()).hasSize(1);
      assertThat(window.tracesInState()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  void theEndOfTheInputClosesEveryWindow(Backend backend) throws Exception {
    try (WindowHarness window = WindowHarness.open(WIDE, backend, 1, null, 0)) {
      for (int trace = 0; trace < 100; trace++) {
        window.add(Events.of(trace, trace).create(trace, ""));
      }
      window.endInput();
      assertThat(window.written()).hasSize(100);
      assertThat(window.tracesInState()).isZero();
      assertThat(window.timers()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  void gapAndGraceBeginAtTheRestore(Backend backend) throws Exception {
    OperatorSubtaskState state;
    try (WindowHarness window = WindowHarness.open(WIDE, backend, 1, null, 0)) {
      window.add(Events.of(1, 1).ended().create(0, "\"ended\":1"));
      window.add(Events.of(2, 2).create(1, "\"running\":1"));
      state = window.snapshot(1);
    }
    long later = Duration.ofMinutes(5).toMillis();
    try (WindowHarness window = WindowHarness.open(WIDE, backend, 2, state, later)) {
      window.timeIs(later + 4_999);
      assertThat(window.written()).isEmpty();
      window.timeIs(later + 5_000);
      assertThat(lines(window.written())).singleElement().asString().contains("ended");
      window.add(Events.of(2, 2).patch(2, "\"more\":2"));
      window.timeIs(later + 64_999);
      assertThat(window.written()).isEmpty();
      window.timeIs(later + 65_000);
      assertThat(lines(window.written())).singleElement().asString().contains("running", "more");
    }
  }

  /** What was stored from the gap would be covered by a line that reaches over it. */
  @ParameterizedTest
  @EnumSource
  void noLineReachesOverAGapThatIsAcceptedAtARestore(Backend backend) throws Exception {
    OperatorSubtaskState state;
    try (WindowHarness window = WindowHarness.open(WIDE, backend, 1, null, 0)) {
      window.add(Events.of(1, 1).create(4, "\"before\":1"));
      window.add(Events.of(2, 2).create(3, ""));
      state = window.snapshot(1);
    }
    try (WindowHarness window =
        WindowHarness.open(WIDE.closingRestored(), backend, 2, state, 1_000)) {
      window.add(Events.of(1, 1).patch(8, "\"after\":1"));
      window.endInput();
      List<RunLine> lines =
          window.written().stream().flatMap(trace -> trace.lines().stream()).toList();
      assertThat(lines).hasSize(3);
      assertThat(lines.stream().filter(line -> line.key().run().equals(Events.id(1))))
          .extracting(RunLine::span)
          .containsExactly(
              EventSpan.ofCreate(EventSpan.position(4, 0)),
              EventSpan.ofPatch(EventSpan.position(8, 0)));
    }
  }

  @ParameterizedTest
  @EnumSource
  void theEventThatClosesRestoredWindowsBelongsToItsOwnTrace(Backend backend) throws Exception {
    OperatorSubtaskState state;
    try (WindowHarness window = WindowHarness.open(WIDE, backend, 1, null, 0)) {
      window.add(Events.of(1, 1).create(3, ""));
      window.add(Events.of(2, 2).create(4, ""));
      state = window.snapshot(1);
    }
    try (WindowHarness window =
        WindowHarness.open(WIDE.closingRestored(), backend, 1, state, 1_000)) {
      window.add(Events.of(3, 3).create(8, "\"a\":1"));
      window.add(Events.of(3, 3).patch(9, "\"b\":2"));
      assertThat(window.written()).hasSize(2);
      window.endInput();
      assertThat(lines(window.written()))
          .containsExactly("{\"id\":\"" + Events.id(3) + "\",\"a\":1,\"b\":2}");
    }
  }

  /** Else the checkpoint after the gap would hold what came before it, as any other window. */
  @ParameterizedTest
  @EnumSource
  void restoredWindowsThatMustCloseDoNotGetIntoAnotherCheckpoint(Backend backend) throws Exception {
    OperatorSubtaskState state;
    try (WindowHarness window = WindowHarness.open(WIDE, backend, 1, null, 0)) {
      window.add(Events.of(1, 1).create(4, ""));
      state = window.snapshot(1);
    }
    try (WindowHarness window =
        WindowHarness.open(WIDE.closingRestored(), backend, 1, state, 1_000)) {
      window.snapshot(2);
      assertThat(window.written()).hasSize(1);
      assertThat(window.tracesInState()).isZero();
      assertThat(window.timers()).isZero();
      window.add(Events.of(1, 1).patch(8, ""));
      window.snapshot(3);
      assertThat(window.written()).as("only what was restored").isEmpty();
    }
  }

  @Test
  void theAgeDoesNotBeginAtTheRestore() throws Exception {
    OperatorSubtaskState state;
    try (WindowHarness window = WindowHarness.open(WIDE)) {
      window.add(Events.of(2, 2).create(1, ""));
      state = window.snapshot(1);
    }
    long later = Duration.ofMinutes(10).toMillis();
    try (WindowHarness window = WindowHarness.open(WIDE, Backend.HASHMAP, 1, state, later)) {
      window.timeIs(later);
      assertThat(window.written()).hasSize(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void theRulesAfterARestoreAreThoseOfNow(Backend backend) throws Exception {
    OperatorSubtaskState state;
    try (WindowHarness window = WindowHarness.open(WIDE, backend, 1, null, 0)) {
      window.add(Events.of(2, 2).create(1, ""));
      state = window.snapshot(1);
    }
    WindowRules shorter =
        new WindowRules(
            WIDE.grace(),
            Duration.ofSeconds(2),
            WIDE.age(),
            WIDE.traceSize(),
            WIDE.openSize(),
            WIDE.lineSize(),
            false);
    try (WindowHarness window = WindowHarness.open(shorter, backend, 1, state, 1_000)) {
      window.timeIs(2_999);
      assertThat(window.written()).isEmpty();
      window.timeIs(3_000);
      assertThat(window.written()).hasSize(1);
      assertThat(window.timers()).isZero();
    }
  }

  @Test
  void aWindowOpenedByAClockThatWasAheadClosesByTheClockOfNow() throws Exception {
    long ahead = Duration.ofDays(1).toMillis();
    OperatorSubtaskState state;
    try (WindowHarness window = WindowHarness.open(WIDE, Backend.HASHMAP, 1, null, ahead)) {
      window.add(Events.of(1, 1).ended().create(0, ""));
      window.add(Events.of(2, 2).create(1, ""));
      state = window.snapshot(1);
    }
    try (WindowHarness window = WindowHarness.open(WIDE, Backend.HASHMAP, 1, state, 1_000)) {
      window.timeIs(6_000);
      assertThat(window.written()).hasSize(1);
      window.timeIs(61_000);
      assertThat(window.written()).hasSize(1);
      assertThat(window.timers()).isZero();
    }
  }

  @Test
  void aClockThatWasSetBackMakesNoTimerFireAgainAndAgain() throws Exception {
    try (WindowHarness window = WindowHarness.open(WIDE)) {
      RunEvent event = Events.of(1, 1).create(0, "");
      window.add(event);
      window.fireTimer(event, 60_000);
      assertThat(window.written()).hasSize(1);
      assertThat(window.timers()).isZero();
    }
  }

  @Test
  void whatComesAfterTheCloseOpensAnotherWindow() throws Exception {
    try (WindowHarness window = WindowHarness.open(WIDE)) {
      window.add(Events.of(1, 1).ended().create(0, ""));
      window.timeIs(5_000);
      assertThat(window.written()).hasSize(1);
      window.add(Events.of(1, 1).patch(1, "\"late\":1"));
      window.timeIs(64_999);
      assertThat(window.written()).isEmpty();
      window.timeIs(65_000);
      assertThat(lines(window.written())).singleElement().asString().contains("late");
    }
  }

  private static List<String> lines(List<Trace> traces) {
    return traces.stream()
        .flatMap(trace -> trace.lines().stream())
        .map((RunLine line) -> Events.text(line))
        .toList();
  }
}
