package dev.runmark.proof.simulation;

import dev.runmark.storage.failpoint.FailPoint;
import dev.runmark.storage.index.CommitRefusedException;
import dev.runmark.storage.part.PartId;
import dev.runmark.storage.part.SealedPart;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the JobManager knows: the attempt that runs, the checkpoints that are retained, and, which
 * it does not know, attempts that go on although they were given up.
 */
final class Job {

  private static final int RETAINED = 3;
  private static final int ZOMBIES = 2;

  /** Something that an attempt does. */
  interface Action {
    /** Returns whether there was anything to do. */
    boolean in(Attempt attempt) throws Exception;
  }

  private final World world;
  private final List<Checkpoint> retained = new ArrayList<>();
  private final List<Attempt> zombies = new ArrayList<>();
  private Checkpoint latest;
  private Attempt live;
  private long checkpoints;
  private @Nullable Attempt acting;

  Job(World world) {
    this.world = world;
    int partitions = world.scenario().traffic().partitions();
    this.latest = new Checkpoint(world.newId(), 0, new int[partitions], 1, null, Set.of());
    this.live = start(1);
  }

  /** A process has got there; perhaps no further. */
  void reached(FailPoint point) {
    if (acting != null && world.subject().diesAt(point)) {
      world.counts().add("crash at " + point);
      acting.die();
      throw new Crash(point);
    }
  }

  List<Checkpoint> retained() {
    return retained;
  }

  int parallelism() {
    return live.parallelism();
  }

  /** Until it gets through: each failure of the schedule happens once. */
  private Attempt start(int parallelism) {
    while (true) {
      world.tell("start of " + parallelism + " from checkpoint " + latest.id());
      Attempt attempt = new Attempt(world, latest, parallelism, this::completed);
      acting = attempt;
      try {
        attempt.begin();
        return attempt;
      } catch (Crash crash) {
        attempt.kill();
      } catch (Exception e) {
        judge(e);
        attempt.stop();
      }
    }
  }

  private void completed(Checkpoint checkpoint) {
    latest = checkpoint;
    world.counts().add("complete checkpoint");
    retained.add(checkpoint);
    if (retained.size() > RETAINED) {
      retained.remove(0);
    }
  }

  /** Lets the attempt that runs do something; when it fails, the next one starts. */
  boolean act(Action action) {
    acting = live;
    try {
      return action.in(live);
    } catch (Crash crash) {
      world.tell(String.valueOf(crash.getMessage()));
      crash(live.parallelism());
      return true;
    } catch (Exception e) {
      judge(e);
      world.tell("failed: " + e.getMessage());
      live.stop();
      live = start(live.parallelism());
      return true;
    }
  }

  private static void judge(Exception failure) {
    if (failure instanceof Violation violation) {
      throw violation;
    }
    Throwable refused = refused(failure);
    if (refused != null) {
      throw new Violation(Rule.REFUSED, String.valueOf(refused.getMessage()), failure);
    }
    if (!InjectedFailure.isIn(failure)) {
      throw new Violation(Rule.UNEXPECTED, failure.toString(), failure);
    }
  }

  private static @Nullable Throwable refused(@Nullable Throwable failure) {
    Throwable cause = failure;
    while (cause != null && !(cause instanceof CommitRefusedException)) {
      cause = cause.getCause();
    }
    return cause;
  }

  boolean beginCheckpoint() {
    return act(
        attempt -> {
          if (attempt.hasCheckpoint()) {
            return false;
          }
          attempt.beginCheckpoint(++checkpoints);
          return true;
        });
  }

  void crash(int parallelism) {
    live.kill();
    live = start(parallelism);
  }

  /** It ends in order, which leaves nothing open. */
  void rescale(int parallelism) {
    live.stop();
    live = start(parallelism);
  }

  /** Another job begins from one of the retained checkpoints. */
  void restore(Checkpoint from, int parallelism) {
    live.kill();
    begin(from.submittedAs(world.newId()), parallelism);
  }

  /** Another job begins without state, where all before is known to be stored. */
  void startFresh(int parallelism) {
    live.kill();
    int[] offsets = new int[latest.offsets().length];
    Map<?, Long> positions = world.index().positions();
    for (int partition = 0; partition < offsets.length; partition++) {
      Long position = positions.get(Traffic.source(partition));
      offsets[partition] = position == null ? 0 : Math.toIntExact(position);
    }
    begin(new Checkpoint(world.newId(), 0, offsets, 1, null, Set.of()), parallelism);
  }

  private void begin(Checkpoint from, int parallelism) {
    latest = from;
    checkpoints = from.id();
    live = start(parallelism);
  }

  /** The attempt hangs and is given up; it goes on when nobody expects it any more. */
  void freeze(int parallelism) {
    live.giveUp();
    zombies.add(live);
    if (zombies.size() > ZOMBIES) {
      zombies.remove(0).kill();
    }
    live = start(parallelism);
  }

  boolean actOfZombie(int any, Action action) {
    if (zombies.isEmpty()) {
      return false;
    }
    Attempt zombie = zombies.get(any % zombies.size());
    acting = zombie;
    try {
      return action.in(zombie);
    } catch (Crash crash) {
      zombies.remove(zombie);
      zombie.kill();
      return true;
    } catch (Exception e) {
      // What a sweep has taken from it, it can neither finish nor commit.
      if (!isSwept(zombie) || refused(e) == null && !(e instanceof IOException)) {
        judge(e);
      }
      world.tell("zombie failed: " + e.getMessage());
      zombies.remove(zombie);
      zombie.stop();
      return true;
    }
  }

  private boolean isSwept(Attempt zombie) {
    Instant floor = world.index().sweepFloor();
    return zombie.parts().stream().anyMatch(part -> part.openedAt().isBefore(floor));
  }

  /** The moment before which nothing was opened that anyone but a zombie may still commit. */
  Instant oldestWaiting() {
    Set<PartId> waiting = new HashSet<>(live.parts());
    waiting.addAll(latest.parts());
    retained.forEach(checkpoint -> waiting.addAll(checkpoint.parts()));
    waiting.removeAll(
        world.index().ledger().stream().map(SealedPart::id).collect(Collectors.toSet()));
    // A part that is opened next has the time of its process.
    Instant latestFloor = world.clock().instant().minus(world.scenario().grace());
    return waiting.stream()
        .map(PartId::openedAt)
        .min(Instant::compareTo)
        .filter(opened -> opened.isBefore(latestFloor))
        .orElse(latestFloor);
  }

  void buryZombies() {
    zombies.forEach(Attempt::kill);
    zombies.clear();
  }

  void stop() {
    live.stop();
  }
}
