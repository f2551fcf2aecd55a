package dev.runmark.job.window;

import dev.runmark.job.record.OpenWindow;
import org.jspecify.annotations.Nullable;

/** What all open windows of a subtask are together. Written by the task's thread. */
final class OpenTotals {

  private volatile long windows;
  private volatile long bytes;

  long windows() {
    return windows;
  }

  /** About what they take in memory. */
  long bytes() {
    return bytes;
  }

  void change(@Nullable OpenWindow before, @Nullable OpenWindow after) {
    windows = windows + count(after) - count(before);
    bytes = bytes + footprint(after) - footprint(before);
  }

  private static int count(@Nullable OpenWindow window) {
    return window == null ? 0 : 1;
  }

  private static long footprint(@Nullable OpenWindow window) {
    return window == null ? 0 : WindowRules.footprint(window);
  }
}
