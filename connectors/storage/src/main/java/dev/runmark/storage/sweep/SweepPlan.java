package dev.runmark.storage.sweep;

import java.time.Duration;

/**
 * What a sweep is asked to do.
 *
 * @param grace how old a part must be before it may go: longer than the oldest checkpoint or
 *     savepoint that anyone may still restore, whose parts wait for their commit
 * @param dryRun raise no floor and remove nothing
 * @param emptyLedger go on although no part was ever committed there, and remove them all
 */
public record SweepPlan(Duration grace, boolean dryRun, boolean emptyLedger) {

  /** Longer than most keep a savepoint. */
  public static final Duration GRACE = Duration.ofDays(7);

  /** A job that runs may take longer than less from opening a part to committing it. */
  public static final Duration LEAST_GRACE_OF_A_RUNNING_JOB = Duration.ofHours(1);

  public SweepPlan {
    if (grace.isNegative()) {
      throw new IllegalArgumentException("sweep with a grace of " + grace + ": wanted 0 or more");
    }
  }
}
