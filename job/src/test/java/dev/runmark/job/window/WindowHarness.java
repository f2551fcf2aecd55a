package dev.runmark.job.window;

import dev.runmark.decode.record.RunEvent;
import dev.runmark.decode.record.TraceKey;
import dev.runmark.job.record.types.RecordTypes;
import dev.runmark.sink.FrontierMark;
import dev.runmark.sink.SinkElement;
import dev.runmark.sink.Trace;
import dev.runmark.storage.index.Frontier;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.runtime.state.StateBackend;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.apache.flink.streaming.api.operators.TimerHeapInternalTimer;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.util.IOUtils;

/** The operator at some parallelism, driven by hand: each event goes where its key belongs. */
final class WindowHarness implements AutoCloseable {

  /** The state backends that are supported. */
  enum Backend {
    HASHMAP,
    ROCKSDB;

    StateBackend create() {
      return this == HASHMAP ? new HashMapStateBackend() : new EmbeddedRocksDBStateBackend();
    }
  }

  private static final int MAX_PARALLELISM = 16;

  static final UUID SUBMISSION = new UUID(4, 4);

  private final List<KeyedOneInputStreamOperatorTestHarness<TraceKey, RunEvent, SinkElement>>
      subtasks = new ArrayList<>();
  private final List<Trace> traces = new ArrayList<>();
  private final List<Frontier> frontiers = new ArrayList<>();

  private WindowHarness() {}

  /**
   * @param state of all subtasks of an earlier one, null for a start without
   * @param now milliseconds
   */
  static WindowHarness open(
      WindowRules rules, Backend backend, int parallelism, OperatorSubtaskState state, long now)
      throws Exception {
    WindowHarness opened = new WindowHarness();
    for (int subtask = 0; subtask < parallelism; subtask++) {
      var harness =
          new KeyedOneInputStreamOperatorTestHarness<TraceKey, RunEvent, SinkElement>(
              new TraceWindowOperator(rules, SUBMISSION),
              TraceKey::of,
              RecordTypes.TRACE_KEY,
              MAX_PARALLELISM,
              parallelism,
              subtask);
      opened.subtasks.add(harness);
      harness.setStateBackend(backend.create());
      harness.setup(
          RecordTypes.SINK_ELEMENT.createSerializer(
              harness.getExecutionConfig().getSerializerConfig()));
      harness.setProcessingTime(now);
      if (state != null) {
        harness.setRestoredCheckpointId(1);
        harness.initializeState(
            AbstractStreamOperatorTestHarness.repartitionOperatorState(
                state, MAX_PARALLELISM, parallelismOf(state), parallelism, subtask));
      }
      harness.open();
    }
    return opened;
  }

  static WindowHarness open(WindowRules rules) throws Exception {
    return open(rules, Backend.HASHMAP, 1, null, 0);
  }

  /** Each subtask has one piece of operator state. */
  private static int parallelismOf(OperatorSubtaskState state) {
    return state.getManagedOperatorState().size();
  }

  int parallelism() {
    return subtasks.size();
  }

  void add(RunEvent event) throws Exception {
    subtasks
        .get(
            KeyGroupRangeAssignment.assignKeyToParallelOperator(
                TraceKey.of(event), MAX_PARALLELISM, subtasks.size()))
        .processElement(event, 0);
  }

  void timeIs(long now) throws Exception {
    for (var subtask : subtasks) {
      subtask.setProcessingTime(now);
    }
  }

  OperatorSubtaskState snapshot(long checkpoint) throws Exception {
    OperatorSubtaskState[] states = new OperatorSubtaskState[subtasks.size()];
    for (int i = 0; i < states.length; i++) {
      subtasks.get(i).prepareSnapshotPreBarrier(checkpoint);
      states[i] = subtasks.get(i).snapshot(checkpoint, checkpoint);
    }
    return AbstractStreamOperatorTestHarness.repackageState(states);
  }

  void endInput() throws Exception {
    for (var subtask : subtasks) {
      subtask.endInput();
    }
  }

  /** The traces that came out since the last call. */
  List<Trace> written() {
    return take(traces);
  }

  /** The frontiers that came out since the last call, in order of subtasks. */
  List<Frontier> frontiers() {
    return take(frontiers);
  }

  private <T> List<T> take(List<T> kind) {
    for (var subtask : subtasks) {
      for (SinkElement element : subtask.extractOutputValues()) {
        if (element instanceof FrontierMark mark) {
          frontiers.add(mark.frontier());
        } else {
          traces.add((Trace) element);
        }
      }
      subtask.getOutput().clear();
    }
    List<T> taken = List.copyOf(kind);
    kind.clear();
    return taken;
  }

  /** A timer of the event's trace fires, whatever the clock says. */
  void fireTimer(RunEvent event, long time) throws Exception {
    TraceWindowOperator operator = (TraceWindowOperator) subtasks.get(0).getOperator();
    TraceKey key = TraceKey.of(event);
    operator.setCurrentKey(key);
    operator.onProcessingTime(new TimerHeapInternalTimer<>(time, key, VoidNamespace.INSTANCE));
  }

  int timers() {
    return subtasks.stream().mapToInt(subtask -> subtask.numProcessingTimeTimers()).sum();
  }

  /** Traces of which anything is kept. */
  long tracesInState() {
    return subtasks.stream()
        .mapToLong(
            subtask ->
                ((TraceWindowOperator) subtask.getOperator())
                    .getKeyedStateBackend()
                    .getKeys(List.of("window", "events"), VoidNamespace.INSTANCE)
                    .count())
        .sum();
  }

  @Override
  public void close() {
    IOUtils.closeAllQuietly(subtasks);
  }
}
