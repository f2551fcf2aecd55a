package dev.runmark.storage.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runmark.storage.index.CommitRefusedException;
import dev.runmark.storage.index.PostgresOffsetIndex;
import dev.runmark.storage.objects.S3ObjectStore;
import dev.runmark.storage.part.Compression;
import dev.runmark.storage.part.SealedPart;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Committers and sweeps race over parts of all ages: what was committed is whole, what was swept is
 * refused, and nothing is both or half.
 */
class SweepRaceIT {

  private static final int ROUNDS = 4;
  private static final int PARTS = 40;
  private static final int OLDEST_SECONDS = 100;

  private final long seed = Long.getLong("runmark.seed", System.nanoTime());
  private final Random random = new Random(seed);

  @Test
  void everyPartIsCommittedAndWholeOrRefusedAndGone(@TempDir Path directory) throws Exception {
    System.out.println("seed " + seed);
    try (SweepScene scene = new SweepScene(directory)) {
      for (int round = 0; round < ROUNDS; round++) {
        scene.begin();
        play(scene);
      }
    }
  }

  /** What became of the commits of one thread. */
  private static final class Outcome {
    private final Set<SealedPart> committed = new HashSet<>();
    private final Set<SealedPart> refused = new HashSet<>();
  }

  private void play(SweepScene scene) throws Exception {
    List<SealedPart> parts = new ArrayList<>();
    try (S3ObjectStore store = scene.store(Duration.ofSeconds(20))) {
      for (int i = 0; i < PARTS; i++) {
        parts.add(stage(scene, store));
      }
      List<SealedPart> halves = halves(scene, store);
      ExecutorService threads = Executors.newFixedThreadPool(3);
      Outcome outcome = new Outcome();
      Instant floor;
      try {
        List<Future<Outcome>> committers = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
          List<SealedPart> mine = drawn(parts);
          committers.add(threads.submit(() -> commitAll(scene, mine)));
        }
        Future<Instant> sweeper = threads.submit(() -> sweepAgainAndAgain(scene, graces()));
        for (Future<Outcome> committer : committers) {
          outcome.committed.addAll(committer.get().committed);
          outcome.refused.addAll(committer.get().refused);
        }
        floor = sweeper.get();
      } finally {
        threads.shutdownNow();
      }
      check(scene, store, parts, outcome, floor);
      check(scene, store, halves, new Outcome(), floor);
      // A restored committer tries all of them again: those in the ledger are, the others never.
      Outcome again = commitAll(scene, parts);
      assertThat(again.committed).as("seed %d", seed).containsAll(outcome.committed);
      check(scene, store, parts, again, floor);
    }
  }

  /** Parts without rows object, and rows objects without part. */
  private List<SealedPart> halves(SweepScene scene, S3ObjectStore store) throws IOException {
    List<SealedPart> halves = new ArrayList<>();
    for (int i = 0; i < PARTS / 8; i++) {
      halves.add(stage(scene, store));
      store.delete(i % 2 == 0 ? halves.get(i).key() : halves.get(i).rowsKey());
    }
    return halves;
  }

  private SealedPart stage(SweepScene scene, S3ObjectStore store) throws IOException {
    Compression compression = Compression.values()[random.nextInt(3)];
    SealedPart part = scene.stage(store, age(), compression);
    if (random.nextInt(6) == 0) {
      scene.age(part.key(), Duration.ZERO);
    }
    return part;
  }

  private Duration age() {
    return Duration.ofMillis(random.nextInt(OLDEST_SECONDS * 1000));
  }

  private List<Duration> graces() {
    List<Duration> graces = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      graces.add(Duration.ofMillis(20_000L + random.nextInt((OLDEST_SECONDS - 20) * 1000)));
    }
    // The floor creeps up on the parts while they are committed.
    graces.sort(Collections.reverseOrder());
    return graces;
  }

  /** Most of them, in any order, some twice. */
  private List<SealedPart> drawn(List<SealedPart> parts) {
    List<SealedPart> drawn = new ArrayList<>();
    for (int i = 0; i < PARTS; i++) {
      drawn.add(parts.get(random.nextInt(parts.size())));
    }
    return drawn;
  }

  private static Outcome commitAll(SweepScene scene, List<SealedPart> parts) throws Exception {
    Outcome outcome = new Outcome();
    try (PostgresOffsetIndex index = new PostgresOffsetIndex(scene.database.writer())) {
      for (SealedPart part : parts) {
        try {
          scene.commit(index, part);
          outcome.committed.add(part);
        } catch (CommitRefusedException e) {
          outcome.refused.add(part);
        }
      }
    }
    return outcome;
  }

  private static Instant sweepAgainAndAgain(SweepScene scene, List<Duration> graces)
      throws Exception {
    Instant floor = Instant.EPOCH;
    for (Duration grace : graces) {
      floor = scene.sweep(grace).floor();
    }
    return floor;
  }

  private void check(
      SweepScene scene, S3ObjectStore store, List<SealedPart> parts, Outcome outcome, Instant floor)
      throws Exception {
    Set<String> keys = scene.keys(store);
    for (SealedPart part : parts) {
      String what =
          "seed "
              + seed
              + ", part "
              + part.id()
              + " of "
              + part.id().openedAt()
              + ", floor "
              + floor;
      boolean committed = scene.isCommitted(part);
      if (committed) {
        assertThat(keys).as(what).contains(part.key(), part.rowsKey());
        assertThat(outcome.refused).as(what).doesNotContain(part);
      } else {
        assertThat(outcome.committed).as(what).doesNotContain(part);
        assertThat(scene.rowsOf(part)).as(what).isZero();
        if (part.id().openedAt().isBefore(floor) && old(store, part.key(), floor)) {
          assertThat(keys).as(what).doesNotContain(part.key());
        }
        if (part.id().openedAt().isBefore(floor) && old(store, part.rowsKey(), floor)) {
          assertThat(keys).as(what).doesNotContain(part.rowsKey());
        }
      }
    }
  }

  private static boolean old(S3ObjectStore store, String key, Instant floor) throws IOException {
    return store.head(key).map(found -> found.lastModified().isBefore(floor)).orElse(false);
  }
}
