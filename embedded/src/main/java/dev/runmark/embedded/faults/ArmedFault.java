package dev.runmark.embedded.faults;

import org.jspecify.annotations.Nullable;

/**
 * The fault that a proxy's connections watch for; the first that meets it takes it. Knows how often
 * an answer was waited for. Thread-safe.
 */
final class ArmedFault {

  private @Nullable Fault fault;
  private int seen;
  private boolean fired;
  private int roundTrips;

  synchronized void arm(Fault next) {
    fault = next;
    seen = 0;
    fired = false;
  }

  synchronized void disarm() {
    fault = null;
  }

  /** What is to befall this statement: nothing, or the effect of the fault, which is now spent. */
  synchronized @Nullable Effect take(String sql) {
    Fault armed = fault;
    if (armed == null || !armed.statement().matcher(sql).find()) {
      return null;
    }
    seen++;
    if (seen < armed.occurrence()) {
      return null;
    }
    fault = null;
    return armed.effect();
  }

  synchronized void roundTrip() {
    roundTrips++;
  }

  synchronized int roundTrips() {
    return roundTrips;
  }

  synchronized void fire() {
    fired = true;
  }

  synchronized boolean fired() {
    return fired;
  }
}
