package dev.runmark.proof.simulation;

import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** How often each thing happened. */
public final class Counts {

  private final Map<String, Long> counts = new TreeMap<>();

  void add(String what) {
    counts.merge(what.toLowerCase(Locale.ROOT), 1L, Long::sum);
  }

  void addAll(Counts other) {
    other.counts.forEach((what, count) -> counts.merge(what, count, Long::sum));
  }

  /** By name; what never happened is not there. */
  public Map<String, Long> all() {
    return Collections.unmodifiableMap(counts);
  }
}
