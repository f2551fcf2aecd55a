package dev.runmark.quickstart.generate;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Holds a thread back to a rate. After a delay it catches up no more than a second. */
final class Pace {

  private static final double NANOS = 1e9;

  private final double rate;
  private final BooleanSupplier hurry;
  private long due = System.nanoTime();

  /**
   * A pace.
   *
   * @param rate per second; 0 holds nobody back
   * @param hurry ends any waiting
   */
  Pace(double rate, BooleanSupplier hurry) {
    this.rate = rate;
    this.hurry = hurry;
  }

  /** Counts so many and returns when it is time for the next. */
  void count(int number) {
    if (rate == 0 || number == 0) {
      return;
    }
    due = Math.max(due, System.nanoTime() - (long) NANOS) + (long) (number * NANOS / rate);
    long wait = due - System.nanoTime();
    while (wait > 0 && !hurry.getAsBoolean()) {
      LockSupport.parkNanos(wait);
      wait = due - System.nanoTime();
    }
  }
}
