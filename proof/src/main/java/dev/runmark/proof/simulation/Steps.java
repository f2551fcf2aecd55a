package dev.runmark.proof.simulation;

import java.time.Duration;

/** Does the steps of a schedule. */
final class Steps {

  private static final int MOST_SUBTASKS = 3;

  private final World world;
  private final Job job;
  private final SimulatedSweep sweep;

  Steps(World world, Job job) {
    this.world = world;
    this.job = job;
    this.sweep = new SimulatedSweep(world);
  }

  /** Returns whether there was anything to do. */
  boolean take(Step step) {
    int which = step.which();
    int much = step.much();
    world.clock().advance(Duration.ofMillis(1));
    return switch (step.kind()) {
      case READ -> job.act(attempt -> read(attempt, which, much));
      case DELIVER -> job.act(attempt -> attempt.deliver(which, 1 + much % 16));
      case TIME -> time(much);
      case BARRIER -> job.beginCheckpoint();
      case NOTIFY -> job.act(attempt -> attempt.task(which).hear());
      case LOSE -> job.act(attempt -> attempt.task(which).miss());
      case REPEAT -> job.act(attempt -> attempt.task(which).hearAgain());
      case ABORT -> job.act(Steps::abort);
      case FAIL -> fail(which, much);
      case CRASH, CLOCK, RESCALE, RESTORE, FRESH, FREEZE -> startAgain(step);
      case ZOMBIE -> job.actOfZombie(which, zombie -> act(zombie, which, much));
      case SWEEP -> sweep.run(job.oldestWaiting(), Duration.ofMillis(much % 2 * (much % 100)));
    };
  }

  private boolean read(Attempt attempt, int which, int much) {
    return attempt.read(which % world.scenario().traffic().partitions(), 1 + much % 4);
  }

  private boolean time(int much) {
    world.clock().advance(Duration.ofMillis(much % 7 == 0 ? much : much % 40));
    return job.act(attempt -> attempt.timePasses() > 0);
  }

  private static boolean abort(Attempt attempt) throws Exception {
    if (!attempt.hasCheckpoint()) {
      return false;
    }
    attempt.abortCheckpoint();
    return true;
  }

  private boolean fail(int which, int much) {
    Effect[] effects = Effect.values();
    Moment[] moments = Moment.values();
    // A commit is what most depends on.
    Effect effect = which % 4 == 0 ? Effect.COMMIT : effects[which / 4 % effects.length];
    Moment moment = moments[much % moments.length];
    if (moment == Moment.HALF && effect != Effect.COMMIT) {
      moment = Moment.BEFORE;
    }
    world.faults().arm(effect, moment);
    return true;
  }

  private boolean startAgain(Step step) {
    int parallelism = 1 + step.much() % MOST_SUBTASKS;
    switch (step.kind()) {
      case CRASH -> job.crash(job.parallelism());
      case CLOCK -> {
        if (!world.clocksAreOff(world.scenario().wrongClock(step.which()))) {
          return false;
        }
        job.crash(job.parallelism());
      }
      case RESCALE -> {
        if (parallelism == job.parallelism()) {
          return false;
        }
        job.rescale(parallelism);
      }
      case RESTORE -> {
        if (job.retained().isEmpty()) {
          return false;
        }
        job.restore(job.retained().get(step.which() % job.retained().size()), parallelism);
      }
      case FRESH -> job.startFresh(parallelism);
      default -> job.freeze(parallelism);
    }
    return true;
  }

  private boolean act(Attempt zombie, int which, int much) throws Exception {
    return switch (much % 6) {
      case 0 -> read(zombie, which, much);
      case 1 -> zombie.timePasses() > 0;
      case 2, 3 -> zombie.task(which).hear();
      default -> zombie.deliver(which, 1 + much % 8);
    };
  }
}
