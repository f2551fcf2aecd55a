package dev.runmark.proof.chaos;

import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What came about, and how often. */
final class Tally {

  private final Map<FaultKind, Integer> kinds = new EnumMap<>(FaultKind.class);
  private final Map<String, Integer> variants = new TreeMap<>();

  void count(Variant variant) {
    kinds.merge(variant.kind(), 1, Integer::sum);
    variants.merge(variant.toString(), 1, Integer::sum);
  }

  int of(FaultKind kind) {
    return kinds.getOrDefault(kind, 0);
  }

  Map<FaultKind, Integer> kinds() {
    return kinds;
  }

  Map<String, Integer> variants() {
    return variants;
  }

  /** Whether each of these kinds came about. */
  boolean has(Set<FaultKind> asked) {
    return kinds.keySet().containsAll(asked);
  }
}
