package dev.runmark.job.window;

import dev.runmark.decode.record.TraceKey;
import dev.runmark.job.record.OpenWindow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The traces with an open window in the order in which they close when memory is short: first those
 * whose root run has ended, in that order, then the others as they were opened. It is not in
 * Flink's state: after a restore it follows from the windows themselves.
 */
final class WindowQueue {

  private record Restored(TraceKey trace, OpenWindow window) {}

  private final Set<TraceKey> ended = new LinkedHashSet<>();
  private final Set<TraceKey> running = new LinkedHashSet<>();

  /** What a checkpoint has, which may visit it in any order. */
  static WindowQueue of(TraceState state) throws Exception {
    List<Restored> restored = new ArrayList<>();
    state.forEach(open -> restored.add(new Restored(state.trace(), open)));
    restored.sort(
        Comparator.comparingLong((Restored one) -> one.window().endedAt())
            .thenComparingLong(one -> one.window().openedAt()));
    WindowQueue queue = new WindowQueue();
    restored.forEach(one -> queue.change(one.trace(), null, one.window()));
    return queue;
  }

  /** A window was opened (before: null), has changed, or was closed (after: null). */
  void change(TraceKey trace, @Nullable OpenWindow before, @Nullable OpenWindow after) {
    Set<TraceKey> had = queue(before);
    Set<TraceKey> has = queue(after);
    if (had != has) {
      if (had != null) {
        had.remove(trace);
      }
      if (has != null) {
        has.add(trace);
      }
    }
  }

  private @Nullable Set<TraceKey> queue(@Nullable OpenWindow window) {
    if (window == null) {
      return null;
    }
    return window.endedAt() == OpenWindow.NOT_ENDED ? running : ended;
  }

  boolean hasEnded() {
    return !ended.isEmpty();
  }

  /**
   * The one to close first.
   *
   * @throws java.util.NoSuchElementException when no window is open
   */
  TraceKey first() {
    return (hasEnded() ? ended : running).iterator().next();
  }
}
