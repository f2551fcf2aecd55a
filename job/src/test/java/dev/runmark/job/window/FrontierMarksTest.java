package dev.runmark.job.window;

import static dev.runmark.job.window.Events.WIDE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.runmark.decode.record.RunEvent;
import dev.runmark.job.record.OpenWindow;
import dev.runmark.job.record.types.RecordTypes;
import dev.runmark.job.window.WindowHarness.Backend;
import dev.runmark.sink.FrontierMark;
import dev.runmark.sink.SinkElement;
import dev.runmark.sink.Trace;
import dev.runmark.storage.index.Frontier;
import dev.runmark.storage.index.SourceFrontier;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import org.apache.flink.api.common.TaskInfoImpl;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.executiongraph.ExecutionAttemptID;
import org.apache.flink.runtime.executiongraph.ExecutionGraphID;
import org.apache.flink.runtime.jobgraph.JobVertexID;
import org.apache.flink.runtime.scheduler.strategy.ExecutionVertexID;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the operators before the writer tell at barriers. */
@SuppressWarnings("try") // Flink's harness may be interrupted as it closes.
class FrontierMarksTest {

  @ParameterizedTest
  @EnumSource
  void whatWaitsAndWhatArrivedIsToldAtEachBarrier(Backend backend) throws Exception {
    try (WindowHarness window = WindowHarness.open(WIDE, backend, 1, null, 0)) {
      assertThat(told(window, 1)).as("nothing has arrived").isEmpty();

      window.add(Events.of(1, 1).create(3, ""));
      window.add(Events.of(2, 2).ended().create(5, ""));
      window.add(Events.of(1, 1).patch(6, ""));
      assertThat(told(window, 2)).containsExactly(source(0, 3L, 6L));

      window.timeIs(5_000);
      assertThat(told(window, 3)).containsExactly(source(0, 3L, 6L));

      window.timeIs(60_000);
      assertThat(told(window, 4)).containsExactly(source(0, null, 6L));
    }
  }

  @ParameterizedTest
  @EnumSource
  void eachSourceOfAWindowHasItsOwnLowest(Backend backend) throws Exception {
    try (WindowHarness window = WindowHarness.open(WIDE, backend, 1, null, 0)) {
      window.add(Events.of(1, 1).from(0).create(9, ""));
      window.add(Events.of(1, 2).from(1).create(20, ""));
      window.add(Events.of(1, 1).from(1).patch(2, ""));
      window.add(Events.of(1, 3).from(0).complete(12, ""));
      window.add(Events.of(2, 4).from(1).complete(30, ""));
      assertThat(told(window, 1)).containsExactlyInAnyOrder(source(0, 9L, 12L), source(1, 2L, 30L));

      window.add(Events.of(1, 1).ended().from(0).patch(13, ""));
      window.timeIs(5_000);
      assertThat(told(window, 2))
          .containsExactlyInAnyOrder(source(0, null, 13L), source(1, 30L, 30L));
    }
  }

  @Test
  void anOffsetWaitsAsLongAsAnyWindowHasIt() throws Exception {
    try (WindowHarness window = WindowHarness.open(WIDE)) {
      window.add(Events.of(1, 1).ended().create(3, ""));
      window.add(Events.of(2, 2).create(3, ""));
      window.timeIs(5_000);
      assertThat(window.written()).hasSize(1);
      assertThat(told(window, 1)).containsExactly(source(0, 3L, 3L));
    }
  }

  @Test
  void whatClosesAtABoundWaitsNoMore() throws Exception {
    WindowRules narrow = Events.bounded(MemorySize.parse("200b"), MemorySize.parse("4kb"));
    try (WindowHarness window = WindowHarness.open(narrow)) {
      window.add(Events.of(1, 1).create(1, "\"a\":\"" + "x".repeat(300) + "\""));
      assertThat(told(window, 1)).as("too large").containsExactly(source(0, null, 1L));
      for (int trace = 2; trace <= 5; trace++) {
        window.add(Events.of(trace, trace).create(trace, ""));
      }
      assertThat(window.written()).hasSize(2);
      assertThat(told(window, 2)).as("too many").containsExactly(source(0, 3L, 5L));
    }
  }

  @ParameterizedTest
  @EnumSource
  void restoredWindowsWaitAlthoughNothingArrivesAnyMore(Backend backend) throws Exception {
    OperatorSubtaskState state;
    try (WindowHarness window = WindowHarness.open(WIDE, backend, 1, null, 0)) {
      window.add(Events.of(1, 1).from(0).create(3, ""));
      window.add(Events.of(1, 1).from(1).patch(7, ""));
      window.add(Events.of(2, 2).ended().from(0).create(4, ""));
      state = window.snapshot(1);
    }
    try (WindowHarness window = WindowHarness.open(WIDE, backend, 1, state, 0)) {
      assertThat(told(window, 2)).containsExactlyInAnyOrder(source(0, 3L, 4L), source(1, 7L, 7L));
      window.add(Events.of(1, 1).from(0).patch(5, ""));
      window.timeIs(5_000);
      assertThat(told(window, 3)).containsExactlyInAnyOrder(source(0, 3L, 5L), source(1, 7L, 7L));
      window.timeIs(60_000);
      assertThat(told(window, 4))
          .containsExactlyInAnyOrder(source(0, null, 5L), source(1, null, 7L));
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatWaitsGoesWithItsTraceThroughEachParallelism(Backend backend) throws Exception {
    OperatorSubtaskState state;
    try (WindowHarness window = WindowHarness.open(WIDE, backend, 1, null, 0)) {
      for (int trace = 1; trace <= 20; trace++) {
        window.add(Events.of(trace, trace).create(trace, ""));
      }
      state = window.snapshot(1);
    }
    try (WindowHarness window = WindowHarness.open(WIDE, backend, 2, state, 0)) {
      state = window.snapshot(2);
      List<Frontier> both = window.frontiers();
      assertThat(both)
          .extracting(Frontier::subtask, Frontier::subtasks, Frontier::checkpoint)
          .containsExactly(tuple(0, 2, 2L), tuple(1, 2, 2L));
      Set<OptionalLong> lows = new HashSet<>();
      both.forEach(each -> lows.add(each.sources().get(0).lowestPending()));
      assertThat(lows).as("one of them has the first, the other one a later").hasSize(2);
      assertThat(lows).contains(OptionalLong.of(1));
    }
    try (WindowHarness window = WindowHarness.open(WIDE, backend, 1, state, 0)) {
      assertThat(told(window, 3)).containsExactly(source(0, 1L, 20L));
      window.endInput();
      assertThat(window.frontiers().get(0).sources()).containsExactly(source(0, null, 20L));
    }
  }

  /** Neither a drain nor a stop may leave a position at an offset that waits no more. */
  @ParameterizedTest
  @EnumSource
  void whatArrivedBeforeARestoreIsToldWhenNothingComesAfterIt(Backend backend) throws Exception {
    OperatorSubtaskState state;
    try (WindowHarness window = WindowHarness.open(WIDE, backend, 1, null, 0)) {
      window.add(Events.of(1, 1).from(0).create(3, ""));
      window.add(Events.of(1, 1).from(0).patch(8, ""));
      state = window.snapshot(1);
    }
    try (WindowHarness window = WindowHarness.open(WIDE, backend, 1, state, 0)) {
      window.endInput();
      assertThat(window.frontiers().get(0).sources())
          .as("a drain")
          .containsExactly(source(0, null, 8L));
      state = window.snapshot(2);
    }
    try (WindowHarness window = WindowHarness.open(WIDE, backend, 1, state, 0)) {
      assertThat(told(window, 3))
          .as("a start from its savepoint")
          .containsExactly(source(0, null, 8L));
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatArrivedIsKnownInEachParallelism(Backend backend) throws Exception {
    OperatorSubtaskState state;
    try (WindowHarness window = WindowHarness.open(WIDE, backend, 2, null, 0)) {
      for (int trace = 1; trace <= 20; trace++) {
        window.add(Events.of(trace, trace).from(0).create(trace, ""));
        window.add(Events.of(trace, trace).from(1).patch(100 + trace, ""));
      }
      window.timeIs(60_000);
      state = window.snapshot(1);
      assertThat(highestSeen(window.frontiers())).isEqualTo(Map.of(0, 20L, 1, 120L));
    }
    for (int parallelism : new int[] {1, 2, 3, 1}) {
      try (WindowHarness window = WindowHarness.open(WIDE, backend, parallelism, state, 60_000)) {
        state = window.snapshot(2);
        List<Frontier> told = window.frontiers();
        assertThat(told).hasSize(parallelism);
        assertThat(highestSeen(told)).isEqualTo(Map.of(0, 20L, 1, 120L));
        window.endInput();
        assertThat(highestSeen(window.frontiers())).isEqualTo(Map.of(0, 20L, 1, 120L));
      }
    }
  }

  /** Of a group in which nothing waits. */
  private static Map<Integer, Long> highestSeen(List<Frontier> group) {
    Map<Integer, Long> highest = new HashMap<>();
    for (Frontier frontier : group) {
      for (SourceFrontier told : frontier.sources()) {
        assertThat(told.lowestPending()).isEmpty();
        highest.merge(told.source().partition(), told.highestSeen().orElseThrow(), Math::max);
      }
    }
    return highest;
  }

  @Test
  void theEndOfTheInputIsToldOnceAndByAnotherName() throws Exception {
    try (WindowHarness window = WindowHarness.open(WIDE)) {
      window.add(Events.of(1, 1).create(3, ""));
      window.snapshot(7);
      window.frontiers();
      window.endInput();
      Frontier end = window.frontiers().get(0);
      assertThat(end)
          .isEqualTo(new Frontier(end.submission(), 0, 0, 1, List.of(source(0, null, 3L))));
      assertThat(end.submission()).isNotEqualTo(WindowHarness.SUBMISSION);
      window.snapshot(8);
      assertThat(window.frontiers()).as("the writer takes nothing more").isEmpty();
    }
  }

  /** All subtasks of an attempt meet in one group, and no others do. */
  @Test
  void theNameOfAnEndIsThatOfItsAttempt() {
    ExecutionGraphID graph = new ExecutionGraphID();
    UUID one = new UUID(1, 1);
    UUID name = end(one, graph, 0, 7);
    assertThat(end(one, graph, 1, 7)).as("another subtask").isEqualTo(name);
    assertThat(
            List.of(
                name,
                end(one, graph, 0, 8),
                end(one, new ExecutionGraphID(), 0, 7),
                end(new UUID(2, 2), graph, 0, 7)))
        .as("another attempt, another JobManager, another submission")
        .doesNotHaveDuplicates();
  }

  private static UUID end(UUID submission, ExecutionGraphID graph, int subtask, int attempt) {
    ExecutionVertexID vertex = new ExecutionVertexID(new JobVertexID(1, 2), subtask);
    return SubtaskAttempt.of(
            submission,
            new ExecutionAttemptID(graph, vertex, attempt),
            new TaskInfoImpl("window", 16, subtask, 2, attempt))
        .atEnd(List.of())
        .submission();
  }

  @Test
  void withoutAWindowNothingEverWaits() throws Exception {
    UUID submission = UUID.randomUUID();
    try (var lines = lines(submission)) {
      RunEvent event = Events.of(1, 1).complete(4, "");
      lines.processElement(event, 0);
      lines.processElement(Events.of(1, 2).from(1).patch(9, ""), 0);
      assertThat(lines.extractOutputValues())
          .extracting(element -> ((Trace) element).lines().get(0).source().partition())
          .containsExactly(0, 1);
      lines.getOutput().clear();

      lines.prepareSnapshotPreBarrier(5);
      Frontier frontier = ((FrontierMark) lines.extractOutputValues().get(0)).frontier();
      assertThat(frontier).isEqualTo(new Frontier(submission, 5, 0, 1, frontier.sources()));
      assertThat(frontier.sources())
          .containsExactlyInAnyOrder(source(0, null, 4L), source(1, null, 9L));

      lines.getOutput().clear();
      lines.endInput();
      Frontier end = ((FrontierMark) lines.extractOutputValues().get(0)).frontier();
      assertThat(end).isEqualTo(new Frontier(end.submission(), 0, 0, 1, frontier.sources()));
      assertThat(end.submission()).isNotEqualTo(submission);
    }
  }

  /** By the source where it is most, and by what was so when the mark was sent. */
  @Test
  void whatWindowsHoldBackIsKnownSinceTheLastMark() {
    SourceProgress progress = new SourceProgress();
    FrontierMarks marks =
        new FrontierMarks(new SubtaskAttempt(UUID.randomUUID(), "", 0, 1), progress, mark -> {});
    OpenWindow waiting = null;
    for (RunEvent event :
        List.of(
            Events.of(1, 1).from(0).create(10, ""),
            Events.of(1, 2).from(1).create(3, ""),
            Events.of(1, 1).from(0).patch(14, ""))) {
      progress.arrived(event.line());
      OpenWindow after = (waiting == null ? OpenWindow.at(0) : waiting).with(event, 0);
      progress.change(waiting, after);
      waiting = after;
    }
    assertThat(marks.heldBack()).as("no mark yet").isZero();
    marks.barrierComes(1);
    assertThat(marks.heldBack()).as("10 to 14").isEqualTo(5);

    progress.change(waiting, null);
    assertThat(marks.heldBack()).as("of the last mark").isEqualTo(5);
    marks.barrierComes(2);
    assertThat(marks.heldBack()).as("nothing waits").isZero();
  }

  @Test
  void aJobWithoutASubmissionTellsNothing() throws Exception {
    try (var lines = lines(null)) {
      lines.processElement(Events.of(1, 1).complete(4, ""), 0);
      lines.prepareSnapshotPreBarrier(5);
      lines.endInput();
      assertThat(lines.extractOutputValues()).singleElement().isInstanceOf(Trace.class);
    }
  }

  private static OneInputStreamOperatorTestHarness<RunEvent, SinkElement> lines(UUID submission)
      throws Exception {
    var harness =
        new OneInputStreamOperatorTestHarness<RunEvent, SinkElement>(new LinesOperator(submission));
    harness.setup(
        RecordTypes.SINK_ELEMENT.createSerializer(
            harness.getExecutionConfig().getSerializerConfig()));
    harness.open();
    return harness;
  }

  private static List<SourceFrontier> told(WindowHarness window, long checkpoint) throws Exception {
    window.snapshot(checkpoint);
    List<Frontier> frontiers = window.frontiers();
    assertThat(frontiers)
        .containsExactly(
            new Frontier(WindowHarness.SUBMISSION, checkpoint, 0, 1, frontiers.get(0).sources()));
    return new ArrayList<>(frontiers.get(0).sources());
  }

  private static SourceFrontier source(int partition, Long pending, Long seen) {
    return new SourceFrontier(
        Events.source(partition),
        pending == null ? OptionalLong.empty() : OptionalLong.of(pending),
        seen == null ? OptionalLong.empty() : OptionalLong.of(seen));
  }
}
