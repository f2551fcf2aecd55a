package dev.runmark.job.testing;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

/** Waits for a condition, for a bounded time. */
public final class Until {

  private static final Duration LONGEST = Duration.ofMinutes(3);

  private Until() {}

  public static void holds(Callable<Boolean> condition, Supplier<String> what) {
    holds(LONGEST, condition, what);
  }

  public static void holds(Duration longest, Callable<Boolean> condition, Supplier<String> what) {
    long end = System.nanoTime() + longest.toNanos();
    try {
      while (!condition.call()) {
        if (System.nanoTime() > end) {
          throw new AssertionError("not within " + longest + ": " + what.get());
        }
        Thread.sleep(20);
      }
    } catch (AssertionError e) {
      throw e;
    } catch (Exception e) {
      throw new AssertionError(what.get(), e);
    }
  }
}
