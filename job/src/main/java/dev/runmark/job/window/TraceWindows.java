package dev.runmark.job.window;

import dev.runmark.decode.record.RunEvent;
import dev.runmark.job.record.OpenWindow;
import dev.runmark.sink.Trace;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.apache.flink.metrics.MetricGroup;
import org.jspecify.annotations.Nullable;

/**
 * The windows of one subtask: events go in, and a closed window comes out as a trace.
 *
 * <p>A window has one timer. It is moved only when the window is to close sooner; when it fires too
 * soon, since more has come, it is set again. So an event costs no timer.
 */
final class TraceWindows {

  /** The next one, and the one after it: a long commit may fill the time between them. */
  private static final int BARRIERS_AFTER_PRESSURE = 2;

  private final WindowRules rules;
  private final long restoredAt;
  private final TraceState state;
  private final Consumer<Trace> output;
  private final SourceProgress progress;
  private final OpenTotals totals = new OpenTotals();
  private WindowQueue queue = new WindowQueue();
  private final WindowMetrics metrics;
  private int pressedBarriers;

  /**
   * @param state with the moment of its restore
   * @param progress told of each event, and of each window
   */
  TraceWindows(
      WindowRules rules,
      TraceState state,
      SourceProgress progress,
      MetricGroup group,
      Consumer<Trace> output) {
    this.rules = rules;
    this.restoredAt = state.restoredAt();
    this.state = state;
    this.progress = progress;
    this.output = output;
    this.metrics = new WindowMetrics(group, totals);
  }

  /** Counts what was restored, and lets it close by the rules and the clock of now. */
  void open() throws Exception {
    state.forEach(
        open -> {
          count(null, open);
          OpenWindow now = open.notAfter(restoredAt);
          state.update(withTimerBy(now, rules.deadline(now, restoredAt)));
        });
    queue = WindowQueue.of(state);
  }

  /** An event of the current trace. */
  void add(RunEvent event) throws Exception {
    long now = state.now();
    progress.arrived(event.line());
    OpenWindow before = state.window();
    OpenWindow after = (before == null ? OpenWindow.at(now) : before).with(event, now);
    state.add(after.events(), event);
    count(before, after);
    queue.change(state.trace(), before, after);
    if (after.size() >= rules.traceSize().getBytes()) {
      close(after, CloseReason.SIZE);
    } else {
      state.update(withTimerBy(after, rules.deadline(after, restoredAt)));
    }
    shrink();
  }

  /**
   * Closes windows until those that stay open fit. One after the other, as they come: if all closed
   * at once, this task would do nothing else for a while, and since its sources then wait for it,
   * neither would the other subtasks.
   */
  private void shrink() throws Exception {
    while (queue.hasEnded() && totals.bytes() >= rules.pressedSize()) {
      closeFirst(CloseReason.PRESSED);
      pressedBarriers = BARRIERS_AFTER_PRESSURE;
    }
    while (totals.bytes() >= rules.openSize().getBytes()) {
      closeFirst(CloseReason.MEMORY);
    }
  }

  /**
   * A barrier comes, and what is open then is stored with the checkpoint, and visible with the one
   * after it at the earliest. Where graces were cut short, the other ended traces would soon be
   * written too: they are now, and once.
   */
  void barrierComes() throws Exception {
    if (pressedBarriers > 0) {
      pressedBarriers--;
      while (queue.hasEnded()) {
        closeFirst(CloseReason.PRESSED);
      }
    }
  }

  private void closeFirst(CloseReason reason) throws Exception {
    state.moveTo(queue.first());
    close(Objects.requireNonNull(state.window()), reason);
  }

  /** A timer of the current trace. */
  void timerFired(long time) throws Exception {
    OpenWindow open = state.window();
    if (open == null || open.timer() != time) {
      return;
    }
    long deadline = rules.deadline(open, restoredAt);
    // A clock that was set back must not make the same timer fire again and again.
    if (deadline <= Math.max(time, state.now())) {
      close(open, rules.reason(open, restoredAt));
    } else {
      state.update(state.withTimer(open, deadline));
    }
  }

  /** The window with a timer that fires no later than its deadline. */
  private OpenWindow withTimerBy(OpenWindow open, long deadline) throws Exception {
    return open.timer() <= deadline ? open : state.withTimer(open, deadline);
  }

  void closeAll(CloseReason reason) throws Exception {
    state.forEach(open -> close(open, reason));
  }

  private void count(@Nullable OpenWindow before, @Nullable OpenWindow after) {
    totals.change(before, after);
    progress.change(before, after);
  }

  private void close(OpenWindow open, CloseReason reason) throws Exception {
    List<RunEvent> gathered = state.remove(open);
    count(open, null);
    queue.change(state.trace(), open, null);
    Trace trace = FoldedTrace.of(gathered, rules.lineSize().getBytes());
    metrics.closed(reason, gathered.size(), trace.lines().size());
    output.accept(trace);
  }
}
