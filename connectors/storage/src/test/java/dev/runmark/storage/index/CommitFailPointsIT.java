package dev.runmark.storage.index;

import static dev.runmark.storage.index.TestLines.run;
import static org.assertj.core.api.Assertions.assertThat;

import dev.runmark.storage.failpoint.FailPoint;
import dev.runmark.storage.failpoint.WatchedFailPoints;
import dev.runmark.storage.index.TestLines.Line;
import dev.runmark.storage.part.EventSpan;
import dev.runmark.storage.part.PartId;
import dev.runmark.storage.part.RunKey;
import dev.runmark.storage.part.SealedPart;
import dev.runmark.storage.part.SourcePartition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A crash at each step of a commit, at the first, second and third time that it is reached: the
 * parts of a commit are all there or none, and once everything was committed again, by another
 * process, all is as if nothing had happened.
 */
class CommitFailPointsIT {

  private static final int HITS = 3;
  private static final int COMMITS = 5;
  private static final int RUNS = 12;
  private static final SourcePartition SOURCE = TestLines.source(0);

  /** The process ends here. */
  private static final class Crash extends Error {
    private static final long serialVersionUID = 1L;
  }

  private static IndexDatabase database;

  private final TestLines lines = new TestLines();
  private final List<PartCommit> commits = new ArrayList<>();

  @BeforeAll
  static void migrate() throws Exception {
    database = IndexDatabase.create();
  }

  static Stream<Arguments> eachHitOfEachPoint() {
    return EnumSet.range(FailPoint.COPYING, FailPoint.AFTER_COMMIT).stream()
        .flatMap(
            point ->
                Stream.iterate(1, hit -> hit + 1).limit(HITS).map(hit -> Arguments.of(point, hit)));
  }

  @ParameterizedTest
  @MethodSource("eachHitOfEachPoint")
  void aCrashChangesNothing(FailPoint point, int hit) throws Exception {
    database.clear();
    makeCommits();
    assertThat(commitAll(point, hit)).as("crashes").isEqualTo(1);

    try (PostgresReadIndex lookup = new PostgresReadIndex(database.writer())) {
      InMemoryOffsetIndex wanted = withoutCrash();
      for (int run = 0; run < RUNS; run++) {
        assertThat(found(lookup, run(run))).isEqualTo(found(wanted, run(run))).isNotEmpty();
      }
      assertThat(new PostgresPositions(database.writer()).positions())
          .isEqualTo(wanted.positions())
          .isEqualTo(Map.of(SOURCE, COMMITS * 100L));
    }
    assertThat(database.number("SELECT count(*) FROM parts")).isEqualTo(2 * COMMITS);
    assertThat(database.number("SELECT count(*) FROM parts WHERE written + stale <> lines"))
        .isZero();
  }

  /** Each commit holds a run of its own part, one that both parts have, and those of before. */
  private void makeCommits() {
    UUID submission = UUID.randomUUID();
    Set<PartId> previous = Set.of();
    for (int i = 0; i < COMMITS; i++) {
      SealedPart first = lines.part(Instant.now(), lines(i, 0));
      SealedPart second = lines.part(Instant.now(), lines(i, 1));
      SourceFrontier told =
          new SourceFrontier(SOURCE, OptionalLong.empty(), OptionalLong.of(i * 100 + 99));
      Frontier frontier = new Frontier(submission, i + 1, 0, 1, List.of(told));
      commits.add(
          new PartCommit(List.of(first, second), previous, List.of(frontier), lines::rowsOf));
      previous = Set.of(first.id(), second.id());
    }
  }

  private static List<Line> lines(int commit, int part) {
    List<Line> made = new ArrayList<>();
    for (int run = 0; run < RUNS; run++) {
      if (run % COMMITS <= commit) {
        long position = EventSpan.position(commit * 100L + run * 2 + part, 0);
        boolean complete = commit == 3 && run % 4 == 0;
        made.add(
            new Line(
                run(run), complete ? EventSpan.ofComplete(position) : EventSpan.ofPatch(position)));
      }
    }
    return made;
  }

  /** As a job does: after the crash another process commits what the checkpoint holds again. */
  private int commitAll(FailPoint point, int hit) throws Exception {
    int[] reached = {0};
    int crashes = 0;
    int done = 0;
    while (done < COMMITS) {
      try (PostgresOffsetIndex index = new PostgresOffsetIndex(database.writer())) {
        WatchedFailPoints.watch(passed -> crashAt(passed, point, hit, reached));
        for (int next = Math.max(0, done - 1); next < COMMITS; next++) {
          index.commit(commits.get(next));
          done = next + 1;
        }
      } catch (Crash crash) {
        crashes++;
        assertAllOrNone(commits.get(done));
      } finally {
        WatchedFailPoints.unwatch();
      }
    }
    return crashes;
  }

  private static void crashAt(FailPoint passed, FailPoint point, int hit, int[] reached) {
    if (passed == point && ++reached[0] == hit) {
      throw new Crash();
    }
  }

  private void assertAllOrNone(PartCommit commit) throws Exception {
    String ids =
        commit.parts().stream().map(part -> "'" + part.id() + "'").collect(Collectors.joining(","));
    long parts = database.number("SELECT count(*) FROM parts WHERE part IN (" + ids + ")");
    assertThat(parts).isIn(0L, (long) commit.parts().size());
    long rows =
        database.number(
            "SELECT (SELECT count(*) FROM runs WHERE part IN ("
                + ids
                + ")) + (SELECT count(*) FROM fragments WHERE part IN ("
                + ids
                + "))");
    assertThat(rows > 0).as("rows are there").isEqualTo(parts > 0);
  }

  private InMemoryOffsetIndex withoutCrash() throws Exception {
    InMemoryOffsetIndex wanted = new InMemoryOffsetIndex();
    for (PartCommit commit : commits) {
      wanted.commit(commit);
    }
    return wanted;
  }

  /** The source's number is the index's own business. */
  private static Set<List<Object>> found(RunLookup lookup, RunKey key) throws Exception {
    Set<List<Object>> found = new HashSet<>();
    for (LineLocation line : lookup.find(key)) {
      found.add(List.of(line.part(), line.span(), line.place()));
    }
    return found;
  }
}
