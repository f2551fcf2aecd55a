package dev.runmark.proof.simulation;

import java.util.List;

/**
 * A seed whose schedule breaks a rule.
 *
 * @param message which rule, and how
 * @param kept the numbers of the steps that suffice for it
 * @param trace of the short schedule
 */
public record FoundViolation(long seed, String message, List<Integer> kept, List<String> trace) {

  /** The command that plays all of the seed's schedule. */
  public String replay() {
    return "./runmark simulate --seeds 1 --seed " + seed;
  }

  /** The command that plays the short one. */
  public String replayShort() {
    return replay()
        + " --steps "
        + (kept.isEmpty() ? "none" : String.join(",", kept.stream().map(String::valueOf).toList()));
  }
}
