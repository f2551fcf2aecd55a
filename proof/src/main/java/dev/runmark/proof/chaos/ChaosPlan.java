package dev.runmark.proof.chaos;

import dev.runmark.quickstart.stage.WindowMode;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/**
 * What a campaign is.
 *
 * @param seed of all that is decided by chance
 * @param time how long faults come for; longer when not every kind has come once by then
 * @param kinds of faults
 * @param everyVariant each variant of each kind once, however long that takes
 * @param rate runs a second
 * @param window of the job
 * @param compression of its parts
 */
public record ChaosPlan(
    long seed,
    Duration time,
    Set<FaultKind> kinds,
    boolean everyVariant,
    double rate,
    WindowMode window,
    String compression) {

  public ChaosPlan {
    if (kinds.isEmpty() || time.isNegative() || rate <= 0) {
      throw new IllegalArgumentException(
          "chaos of " + kinds + " for " + time + " at " + rate + " runs a second");
    }
    kinds = EnumSet.copyOf(kinds);
  }

  Schedule schedule() {
    Arsenal arsenal = new Arsenal();
    return everyVariant
        ? Schedule.all(seed, kinds, arsenal)
        : Schedule.random(seed, time, kinds, arsenal);
  }
}
