package dev.runmark.job.window;

import dev.runmark.decode.record.RunEvent;
import dev.runmark.decode.record.TraceKey;
import dev.runmark.job.record.OpenWindow;
import dev.runmark.job.record.types.RecordTypes;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.api.operators.InternalTimerService;
import org.jspecify.annotations.Nullable;

/**
 * What Flink keeps for each trace: its window, the events in it by their number, and one timer.
 *
 * <p>A map and no list: in RocksDB a list is one value, read whole with each addition. The names
 * are those of state in savepoints and never change.
 */
final class TraceState {

  /** What is done with each open window. */
  @FunctionalInterface
  interface Visitor {
    void visit(OpenWindow open) throws Exception;
  }

  static final ValueStateDescriptor<OpenWindow> WINDOW =
      new ValueStateDescriptor<>("window", RecordTypes.OPEN_WINDOW);

  static final MapStateDescriptor<Integer, RunEvent> EVENTS =
      new MapStateDescriptor<>("events", Types.INT, RecordTypes.RUN_EVENT);

  static final String TIMERS = "close";

  private final KeyedStateBackend<TraceKey> backend;
  private final InternalTimerService<VoidNamespace> timers;
  private final ValueState<OpenWindow> window;
  private final MapState<Integer, RunEvent> events;
  private final long restoredAt;

  /**
   * @param restoredAt milliseconds since 1970; {@link Long#MIN_VALUE} at a start without state
   */
  TraceState(
      KeyedStateBackend<TraceKey> backend,
      InternalTimerService<VoidNamespace> timers,
      long restoredAt)
      throws Exception {
    this.backend = backend;
    this.timers = timers;
    this.restoredAt = restoredAt;
    this.window =
        backend.getPartitionedState(
            VoidNamespace.INSTANCE, VoidNamespaceSerializer.INSTANCE, WINDOW);
    this.events =
        backend.getPartitionedState(
            VoidNamespace.INSTANCE, VoidNamespaceSerializer.INSTANCE, EVENTS);
  }

  long restoredAt() {
    return restoredAt;
  }

  long now() {
    return timers.currentProcessingTime();
  }

  /** The current one. */
  TraceKey trace() {
    return backend.getCurrentKey();
  }

  /** Makes that the current trace. */
  void moveTo(TraceKey trace) {
    backend.setCurrentKey(trace);
  }

  /** The window of the current trace, if it is open. */
  @Nullable OpenWindow window() throws Exception {
    return window.value();
  }

  void update(OpenWindow open) throws Exception {
    window.update(open);
  }

  void add(int number, RunEvent event) throws Exception {
    events.put(number, event);
  }

  /** Gives all that the current trace has, and forgets it. */
  List<RunEvent> remove(OpenWindow open) throws Exception {
    List<RunEvent> gathered = new ArrayList<>(open.events());
    events.values().forEach(gathered::add);
    events.clear();
    window.clear();
    deleteTimer(open);
    return gathered;
  }

  /** The window with a timer at that time and at no other. */
  OpenWindow withTimer(OpenWindow open, long time) {
    deleteTimer(open);
    timers.registerProcessingTimeTimer(VoidNamespace.INSTANCE, time);
    return open.withTimer(time);
  }

  private void deleteTimer(OpenWindow open) {
    if (open.timer() != OpenWindow.NO_TIMER) {
      timers.deleteProcessingTimeTimer(VoidNamespace.INSTANCE, open.timer());
    }
  }

  /** Visits the windows of all traces; the one visited last stays the current one. */
  void forEach(Visitor visitor) throws Exception {
    backend.applyToAllKeys(
        VoidNamespace.INSTANCE,
        VoidNamespaceSerializer.INSTANCE,
        WINDOW,
        (key, state) -> {
          OpenWindow open = state.value();
          if (open != null) {
            visitor.visit(open);
          }
        });
  }
}
