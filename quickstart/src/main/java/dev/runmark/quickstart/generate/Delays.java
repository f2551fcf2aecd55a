package dev.runmark.quickstart.generate;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long things take where runs come from: half of all calls take less than the typical time, one
 * in twenty five times as long or longer.
 *
 * @param typical from the create of a run without children to its patch
 * @param longest no run takes longer than its children and this
 * @param late how long after the end of its trace a late patch comes, or up to twice as long
 */
public record Delays(Duration typical, Duration longest, Duration late) {

  /** Calls of models and tools; a patch that finds the trace's window closed. */
  public static final Delays REALISTIC =
      new Delays(Duration.ofMillis(1500), Duration.ofSeconds(60), Duration.ofSeconds(90));

  public Delays {
    if (typical.isNegative() || longest.compareTo(typical) < 0 || late.isNegative()) {
      throw new IllegalArgumentException(
          "delays " + typical + ", " + longest + ", " + late + ": wanted 0 <= typical <= longest");
    }
  }

  /** Draws how long a run takes; the logarithm is normal. */
  Duration ofRun(RandomGenerator random) {
    Duration drawn = times(typical, Math.exp(random.nextGaussian()));
    return drawn.compareTo(longest) < 0 ? drawn : longest;
  }

  Duration lateness(RandomGenerator random) {
    return times(late, 1 + random.nextDouble());
  }

  private static Duration times(Duration duration, double factor) {
    // To the microsecond, as clients tell time.
    return Duration.ofNanos((long) (duration.toNanos() / 1000 * factor) * 1000);
  }
}
