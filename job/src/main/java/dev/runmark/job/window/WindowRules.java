package dev.runmark.job.window;

import dev.runmark.job.record.OpenWindow;
import java.io.Serializable;
import java.time.Duration;
import org.apache.flink.configuration.MemorySize;

/**
 * When a trace window closes: whatever comes first.
 *
 * @param grace how long after the root run has ended, for what its producer sends late
 * @param gap how long after the latest event
 * @param age how long after the first event
 * @param traceSize bytes of the documents in one window
 * @param openSize bytes that all windows of a subtask take together, {@link #EVENT_OVERHEAD}
 *     included; beyond it those opened first close, beyond a quarter of it those whose root has
 *     ended, without the rest of their grace
 * @param lineSize a fold of more bytes than this is left in several lines
 * @param closesRestored whether windows of a checkpoint close before anything else arrives: where
 *     reading may go on behind a gap, no line may reach over it, or it would cover what is stored
 *     from there
 */
public record WindowRules(
    Duration grace,
    Duration gap,
    Duration age,
    MemorySize traceSize,
    MemorySize openSize,
    MemorySize lineSize,
    boolean closesRestored)
    implements Serializable {

  private static final long serialVersionUID = 1L;

  /** About what an event takes on the heap beside its document: ids, times, names, map entries. */
  static final int EVENT_OVERHEAD = 1024;

  public WindowRules {
    requirePositive("grace", grace);
    requirePositive("gap", gap);
    requirePositive("age", age);
    requirePositive("trace size", traceSize);
    requirePositive("open size", openSize);
    requirePositive("line size", lineSize);
  }

  /** The same rules, and restored windows close at once. */
  public WindowRules closingRestored() {
    return new WindowRules(grace, gap, age, traceSize, openSize, lineSize, true);
  }

  /**
   * From how many bytes in all windows of a subtask on no grace is given. The less is open, the
   * less a checkpoint writes and the garbage collector copies; grace is the first to give up, since
   * a trace whose root has ended is nearly always whole.
   */
  long pressedSize() {
    return openSize.getBytes() / 4;
  }

  /** What an open window takes in memory, in bytes, about. */
  static long footprint(OpenWindow window) {
    return window.size() + (long) window.events() * EVENT_OVERHEAD;
  }

  /**
   * When the window closes if nothing else comes, in milliseconds since 1970.
   *
   * @param restoredAt when the operator was restored: nothing could arrive before, so that gap and
   *     grace begin there at the earliest
   */
  long deadline(OpenWindow window, long restoredAt) {
    return Math.min(
        plus(window.openedAt(), age),
        Math.min(afterGap(window, restoredAt), afterEnd(window, restoredAt)));
  }

  /** Which rule closes the window at its deadline. */
  CloseReason reason(OpenWindow window, long restoredAt) {
    long deadline = deadline(window, restoredAt);
    if (deadline == afterEnd(window, restoredAt)) {
      return CloseReason.ENDED;
    }
    return deadline == afterGap(window, restoredAt) ? CloseReason.GAP : CloseReason.AGE;
  }

  private long afterGap(OpenWindow window, long restoredAt) {
    return plus(Math.max(window.lastArrival(), restoredAt), gap);
  }

  private long afterEnd(OpenWindow window, long restoredAt) {
    return plus(Math.max(window.endedAt(), restoredAt), grace);
  }

  private static long plus(long time, Duration duration) {
    long sum = time + duration.toMillis();
    return sum < time ? Long.MAX_VALUE : sum;
  }

  private static void requirePositive(String rule, Duration duration) {
    if (duration.isNegative() || duration.toMillis() == 0) {
      throw new IllegalArgumentException(
          "window " + rule + " " + duration + ": wanted 1 ms or more");
    }
  }

  private static void requirePositive(String rule, MemorySize size) {
    if (size.getBytes() < 1) {
      throw new IllegalArgumentException("window " + rule + " " + size + ": wanted 1 byte or more");
    }
  }
}
