package dev.runmark.proof.chaos;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What came about, and how often. */
final class Tally {

  private final Map<FaultKind, Integer> kinds = new EnumMap<>(FaultKind.class);
  private final Map<String, Integer> variants = new TreeMap<>();

  void count(Variant variant) {
    kinds.merge(variant.kind(), 1, Integer::sum);
    if (!variant.name().isEmpty()) {
      variants.merge(variant.toString(), 1, Integer::sum);
    }
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

  /** Those that were asked for and never came about. */
  Set<FaultKind> missing(Set<FaultKind> asked) {
    Set<FaultKind> missing = EnumSet.noneOf(FaultKind.class);
    asked.stream().filter(kind -> of(kind) == 0).forEach(missing::add);
    return missing;
  }
}
