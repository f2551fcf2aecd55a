package dev.runmark.quickstart.check;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Gathers what an audit finds; used by one thread. */
final class Findings {

  private static final int EXAMPLES = 10;

  private final Map<Invariant, Tally> tallies = new EnumMap<>(Invariant.class);

  private static final class Tally {
    private long checked;
    private long violations;
    private final List<String> examples = new ArrayList<>();
  }

  Findings() {
    for (Invariant invariant : Invariant.values()) {
      tallies.put(invariant, new Tally());
    }
  }

  void checked(Invariant invariant, long count) {
    tally(invariant).checked += count;
  }

  void violation(Invariant invariant, String example) {
    Tally tally = tally(invariant);
    tally.violations++;
    if (tally.examples.size() < EXAMPLES) {
      tally.examples.add(example);
    }
  }

  /** Counts one thing looked at, and the violation unless it is as it must be. */
  void check(Invariant invariant, boolean holds, String otherwise) {
    checked(invariant, 1);
    if (!holds) {
      violation(invariant, otherwise);
    }
  }

  Map<Invariant, CheckReport.Finding> all() {
    Map<Invariant, CheckReport.Finding> all = new EnumMap<>(Invariant.class);
    tallies.forEach(
        (invariant, tally) ->
            all.put(
                invariant,
                new CheckReport.Finding(
                    tally.checked, tally.violations, List.copyOf(tally.examples))));
    return all;
  }

  private Tally tally(Invariant invariant) {
    return Objects.requireNonNull(tallies.get(invariant));
  }
}
