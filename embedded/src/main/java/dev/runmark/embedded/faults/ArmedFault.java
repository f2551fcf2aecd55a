package dev.runmark.embedded.faults;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The fault that a proxy's connections watch for; the first that meets it takes it. Knows how often
 * each statement was spoken. Thread-safe.
 */
final class ArmedFault {

  private final Map<String, Integer> spoken = new HashMap<>();
  private @Nullable Fault fault;
  private int seen;
  private boolean fired;

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
    spoken.merge(sql, 1, Integer::sum);
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

  /** How many statements were spoken, those without text excluded. */
  synchronized int statements() {
    return spoken.entrySet().stream()
        .filter(statement -> !statement.getKey().isBlank())
        .mapToInt(Map.Entry::getValue)
        .sum();
  }

  synchronized void fire() {
    fired = true;
  }

  synchronized boolean fired() {
    return fired;
  }
}
