package dev.runmark.storage.failpoint;

import java.util.function.Consumer;

/** Tells a test of the points that its thread passes, while it wants to know. */
public final class WatchedFailPoints implements FailPoint.Listener {

  private static final ThreadLocal<Consumer<FailPoint>> WATCHER = new ThreadLocal<>();

  /** Watches this thread, until {@link #unwatch()}. */
  public static void watch(Consumer<FailPoint> watcher) {
    WATCHER.set(watcher);
  }

  public static void unwatch() {
    WATCHER.remove();
  }

  @Override
  public void reached(FailPoint point) {
    Consumer<FailPoint> watcher = WATCHER.get();
    if (watcher != null) {
      watcher.accept(point);
    }
  }
}
