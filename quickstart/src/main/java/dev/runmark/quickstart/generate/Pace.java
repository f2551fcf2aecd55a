package dev.runmark.quickstart.generate;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Holds a thread back to a timetable. After a delay it catches up no more than a second. */
final class Pace {

  private static final long MOST_BEHIND = 1_000_000_000;

  private final BooleanSupplier hurry;
  private long begin = System.nanoTime();

  /**
   * A pace that begins now.
   *
   * @param hurry ends any waiting
   */
  Pace(BooleanSupplier hurry) {
    this.hurry = hurry;
  }

  /** Returns so long after the beginning. */
  void await(Duration after) {
    long due = begin + after.toNanos();
    long behind = System.nanoTime() - due;
    if (behind > MOST_BEHIND) {
      begin += behind - MOST_BEHIND;
    }
    for (long wait = -behind; wait > 0 && !hurry.getAsBoolean(); wait = due - System.nanoTime()) {
      LockSupport.parkNanos(wait);
    }
  }
}
