package dev.runmark.proof.simulation;

import dev.runmark.storage.failpoint.WatchedFailPoints;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One schedule: the product's own write path in one thread, step by step; then all is healed, and
 * what must hold in the end is looked at.
 */
final class Simulation {

  private final World world;
  private final Job job;
  private final Steps steps;
  private final VisibleRuns visible;

  private Simulation(long seed, Subject subject) {
    world = new World(Scenario.of(seed), subject);
    job = new Job(world);
    steps = new Steps(world, job);
    visible = new VisibleRuns(world);
    world.observe(visible::look);
  }

  static Outcome run(long seed, List<Step> schedule, Subject subject) {
    return new Simulation(seed, subject).play(schedule);
  }

  private Outcome play(List<Step> schedule) {
    int taken = 0;
    Violation violation = null;
    WatchedFailPoints.watch(job::reached);
    try {
      for (Step step : schedule) {
        taken++;
        take(step);
      }
      heal();
    } catch (Violation found) {
      violation = found;
      world.tell(String.valueOf(found.getMessage()));
    } finally {
      WatchedFailPoints.unwatch();
      job.buryZombies();
      job.stop();
    }
    return new Outcome(taken, world.counts(), world.trace(), violation);
  }

  private void take(Step step) {
    world.tell("· " + step);
    if (steps.take(step)) {
      world.counts().add(step.kind().name());
    }
    world.requireNoViolation();
  }

  /** Nothing fails any more, and time enough passes for every window to close. */
  private void heal() {
    world.tell("· all is healed");
    world.faults().clear();
    WatchedFailPoints.unwatch();
    job.buryZombies();
    job.crash(job.parallelism());
    job.act(
        attempt -> {
          for (int i = 0; i < world.scenario().traffic().partitions(); i++) {
            attempt.read(i, Integer.MAX_VALUE / 2);
          }
          attempt.deliverAll();
          world.clock().advance(Duration.ofDays(1));
          attempt.timePasses();
          return true;
        });
    job.beginCheckpoint();
    job.act(
        attempt -> {
          attempt.deliverAll();
          for (Task task : attempt.tasks()) {
            task.hear();
          }
          return true;
        });
    checkAll();
  }

  private void checkAll() {
    visible.look(true);
    world.requireNoViolation();
    visible.requireAll();
    requirePositionsAtTheEnd();
    job.stop();
    // Parts of a process whose clock was a day ahead are a day ahead too.
    world.clock().advance(Duration.ofDays(3));
    new SimulatedSweep(world).run(world.clock().instant(), Duration.ZERO);
    world.requireNoViolation();
    try {
      new StoredParts(world).check();
    } catch (IOException e) {
      throw new Violation(Rule.BYTES, String.valueOf(e.getMessage()), e);
    }
  }

  private void requirePositionsAtTheEnd() {
    Map<?, Long> positions = world.index().positions();
    Traffic traffic = world.scenario().traffic();
    for (int partition = 0; partition < traffic.partitions(); partition++) {
      Long position = positions.get(Traffic.source(partition));
      int end = traffic.records(partition).size();
      if (!isAt(position, end)) {
        throw new Violation(
            Rule.POSITIONS,
            "all is read of partition " + partition + ", " + end + ", position " + position);
      }
    }
  }

  private static boolean isAt(@Nullable Long position, int end) {
    return position != null && position == end;
  }
}
