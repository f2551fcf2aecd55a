package dev.runmark.storage.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runmark.storage.index.TestLines.Line;
import dev.runmark.storage.part.EventSpan;
import dev.runmark.storage.part.Listing;
import dev.runmark.storage.part.RunKey;
import dev.runmark.storage.part.SealedPart;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * Whatever the order of commits, repetition, several lines of a run in one call, one to three
 * sources, concurrent committers: a reader finds the plain fold of the events.
 *
 * <p>{@code -Drunmark.seed=N} replays one history; a failure names its seed.
 */
abstract class RandomHistoriesContract {

  private static final int RUNS = 12;

  /** A committer with a connection of its own; closed by the test. */
  abstract OffsetIndex committer();

  abstract RunLookup lookup();

  /** How many histories are tried. */
  abstract int histories();

  /** Checks the stored listing columns where the implementation has them; the default cannot. */
  void checkListing(RunKey key, History.Expected expected) throws Exception {}

  @Test
  void anyOrderOfCommitsEndsInThePlainFold() throws Exception {
    for (long seed : seeds()) {
      Random random = new Random(seed);
      TestLines parts = new TestLines();
      History history = new History(random, firstRun(seed), RUNS);
      try (OffsetIndex index = committer()) {
        numberSources(index, parts);
        for (List<SealedPart> call : calls(history, parts, random)) {
          index.commit(parts.commit(call.toArray(SealedPart[]::new)));
        }
      }
      check(seed, history);
    }
  }

  @Test
  void concurrentCommittersEndInThePlainFold() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(3);
    try (OffsetIndex a = committer();
        OffsetIndex b = committer();
        OffsetIndex c = committer()) {
      List<OffsetIndex> committers = List.of(a, b, c);
      for (long seed : seeds()) {
        Random random = new Random(seed);
        TestLines parts = new TestLines();
        History history = new History(random, firstRun(seed) + 1_000_000, RUNS);
        numberSources(a, parts);
        commitTogether(threads, committers, calls(history, parts, random), parts);
        check(seed, history);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static void commitTogether(
      ExecutorService threads,
      List<OffsetIndex> committers,
      List<List<SealedPart>> calls,
      TestLines parts)
      throws Exception {
    CyclicBarrier together = new CyclicBarrier(committers.size());
    int rounds = (calls.size() + committers.size() - 1) / committers.size();
    List<Future<?>> running = new ArrayList<>();
    for (int i = 0; i < committers.size(); i++) {
      int mine = i;
      running.add(
          threads.submit(
              () -> {
                for (int round = 0; round < rounds; round++) {
                  int call = round * committers.size() + mine;
                  together.await(60, TimeUnit.SECONDS);
                  if (call < calls.size()) {
                    commitOrBreak(together, committers.get(mine), calls.get(call), parts);
                  }
                }
                return null;
              }));
    }
    ExecutionException failure = null;
    for (Future<?> one : running) {
      try {
        one.get();
      } catch (ExecutionException e) {
        boolean onlyLeftAlone = e.getCause() instanceof BrokenBarrierException;
        failure = failure == null || !onlyLeftAlone ? e : failure;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  /** A committer that fails does not leave the others waiting for it. */
  private static void commitOrBreak(
      CyclicBarrier together, OffsetIndex committer, List<SealedPart> call, TestLines parts)
      throws Exception {
    try {
      committer.commit(parts.commit(call.toArray(SealedPart[]::new)));
    } catch (IOException | RuntimeException e) {
      together.reset();
      throw new AssertionError("a committer failed: " + e.getMessage(), e);
    }
  }

  /** The lines as parts, the parts as calls; some parts come again later. */
  private static List<List<SealedPart>> calls(History history, TestLines parts, Random random) {
    List<SealedPart> sealed = new ArrayList<>();
    for (int from = 0; from < history.lines.size(); ) {
      int to = Math.min(history.lines.size(), from + 1 + random.nextInt(12));
      sealed.add(parts.part(history.lines.subList(from, to).toArray(Line[]::new)));
      from = to;
    }
    for (int again = random.nextInt(3); again > 0; again--) {
      sealed.add(sealed.get(random.nextInt(sealed.size())));
    }
    List<List<SealedPart>> calls = new ArrayList<>();
    for (int from = 0; from < sealed.size(); ) {
      int to = Math.min(sealed.size(), from + 1 + random.nextInt(3));
      calls.add(List.copyOf(new HashSet<>(sealed.subList(from, to))));
      from = to;
    }
    return calls;
  }

  /** Source numbers in the order of partitions, as the plain fold takes them. */
  private static void numberSources(OffsetIndex index, TestLines parts) throws Exception {
    Line any =
        new Line(
            TestLines.run(Integer.MAX_VALUE),
            new java.util.UUID(1, 1),
            2,
            EventSpan.ofPatch(EventSpan.position(0, 0)),
            Listing.NONE);
    index.commit(parts.commit(parts.part(any)));
  }

  private void check(long seed, History history) throws Exception {
    for (RunKey key : history.runs()) {
      List<LineLocation> found = lookup().find(key);
      History.Expected expected = history.expected(key);
      assertThat(history.read(key, found, partitions()))
          .as("run %s; replay with -Drunmark.seed=%d", key.run(), seed)
          .isEqualTo(expected.content());
      assertThat(found.stream().anyMatch(line -> line.span().created()))
          .as("seed %d", seed)
          .isEqualTo(expected.created());
      assertNoneCoversAnother(seed, found);
      checkListing(key, expected);
    }
  }

  private static void assertNoneCoversAnother(long seed, List<LineLocation> found) {
    Set<LineLocation> all = new HashSet<>(found);
    for (LineLocation one : found) {
      assertThat(all.stream().filter(other -> other != one && CoverRule.covers(other, one)))
          .as("seed %d", seed)
          .isEmpty();
    }
  }

  private static Map<Integer, Integer> partitions() {
    Map<Integer, Integer> partitions = new HashMap<>();
    for (int partition = 0; partition < 3; partition++) {
      partitions.put(partition + 1, partition);
    }
    return partitions;
  }

  private static int firstRun(long seed) {
    return 1_000 + (int) Math.floorMod(seed, 10_000L) * RUNS;
  }

  private List<Long> seeds() {
    Long only = Long.getLong("runmark.seed");
    if (only != null) {
      return List.of(only);
    }
    long base = System.nanoTime();
    List<Long> seeds = new ArrayList<>();
    for (int i = 0; i < histories(); i++) {
      seeds.add(base + i);
    }
    return seeds;
  }
}
