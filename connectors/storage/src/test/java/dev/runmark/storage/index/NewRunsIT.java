package dev.runmark.storage.index;

import static dev.runmark.storage.index.TestLines.run;
import static org.assertj.core.api.Assertions.assertThat;

import dev.runmark.storage.index.TestLines.Line;
import dev.runmark.storage.part.EventSpan;
import dev.runmark.storage.part.SealedPart;
import java.sql.Connection;
import java.sql.Statement;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** By which statement runs are inserted, and that it makes no difference to what stands there. */
@Timeout(120)
class NewRunsIT {

  private static IndexDatabase database;

  private final TestLines lines = new TestLines();
  private final ExecutorService thread = Executors.newSingleThreadExecutor();
  private final PostgresOffsetIndex index = new PostgresOffsetIndex(database.writer());

  @BeforeAll
  static void start() throws Exception {
    database = IndexDatabase.create();
  }

  @BeforeEach
  void clear() throws Exception {
    database.clear();
  }

  @AfterEach
  void close() {
    thread.shutdownNow();
    index.close();
  }

  @Test
  void runsThatAreAllNewAreInsertedAtOnce() throws Exception {
    SealedPart one = lines.part(new Line(run(1), create(1)), new Line(run(2), create(2)));
    SealedPart other = lines.part(new Line(run(3), create(3)));

    CommitResult result = index.commit(lines.commit(one, other));

    assertThat(result).isEqualTo(new CommitResult(Set.of(), 3, 0, 0));
    assertThat(written(one)).isEqualTo(2);
    assertThat(written(other)).isEqualTo(1);
    assertThat(insertedAtOnce(2)).isTrue();
  }

  @Test
  void oneKnownRunAmongThemAndTheOthersAreInsertedAllTheSame() throws Exception {
    index.commit(lines.commit(lines.part(new Line(run(2), create(2)))));
    SealedPart part =
        lines.part(
            new Line(run(1), create(4)),
            new Line(run(2), patch(5)),
            new Line(run(2), create(2)),
            new Line(run(3), create(6)));

    CommitResult result = index.commit(lines.commit(part));

    assertThat(result).isEqualTo(new CommitResult(Set.of(), 3, 1, 1));
    assertThat(written(part)).isEqualTo(3);
    assertThat(insertedAtOnce(1)).isFalse();
    assertThat(database.number("SELECT count(*) FROM runs")).isEqualTo(3);
    assertThat(linesOf(2)).isEqualTo(2);
  }

  @Test
  void aNewRunOfTwoLinesIsInsertedOnceAndMerged() throws Exception {
    SealedPart part = lines.part(new Line(run(1), create(1)), new Line(run(1), patch(2)));

    CommitResult result = index.commit(lines.commit(part));

    assertThat(result).isEqualTo(new CommitResult(Set.of(), 2, 0, 1));
    assertThat(linesOf(1)).isEqualTo(2);
  }

  @Test
  void afterAKnownRunItTakesAWhileOfNewOnesUntilItIsTriedAgain() throws Exception {
    index.commit(lines.commit(lines.part(new Line(run(0), create(1)))));
    index.commit(lines.commit(lines.part(new Line(run(0), patch(2)))));
    for (int i = 1; i <= NewRuns.CALM; i++) {
      index.commit(lines.commit(lines.part(new Line(run(i), create(i)))));
      assertThat(insertedAtOnce(i)).as("commit %d", i).isFalse();
    }

    index.commit(lines.commit(lines.part(new Line(run(100), create(100)))));

    assertThat(insertedAtOnce(100)).isTrue();
    // And a known one in between begins the count anew.
    index.commit(lines.commit(lines.part(new Line(run(0), patch(101)))));
    index.commit(lines.commit(lines.part(new Line(run(101), create(102)))));
    assertThat(insertedAtOnce(101)).isFalse();
  }

  @Test
  void aRunThatAnotherCommitterIsInsertingIsWaitedForAndMerged() throws Exception {
    index.commit(lines.commit(lines.part(new Line(run(1), create(1)))));
    SealedPart part = lines.part(new Line(run(2), patch(2)), new Line(run(3), create(3)));
    try (Connection other = database.connect()) {
      insertUncommitted(other, 2);
      Future<CommitResult> committing = thread.submit(() -> index.commit(lines.commit(part)));
      awaitLockWait();

      other.commit();

      assertThat(committing.get()).isEqualTo(new CommitResult(Set.of(), 2, 0, 1));
      assertThat(linesOf(2)).isEqualTo(2);
      assertThat(linesOf(3)).isEqualTo(1);
    }
  }

  /** Or two committers with the same runs in another order would wait for each other. */
  @Test
  void whileItWaitsForARunItHoldsNoneThatComesLater() throws Exception {
    index.commit(lines.commit(lines.part(new Line(run(1), create(1)))));
    SealedPart part = lines.part(new Line(run(3), patch(3)), new Line(run(2), patch(2)));
    try (Connection other = database.connect()) {
      insertUncommitted(other, 2);
      Future<CommitResult> committing = thread.submit(() -> index.commit(lines.commit(part)));
      awaitLockWait();

      // Shorter than the server's search for deadlocks, which the committer would just try again.
      try (Statement bounded = other.createStatement()) {
        bounded.execute("SET LOCAL lock_timeout = '200ms'");
      }
      insertUncommitted(other, 3);
      other.commit();

      assertThat(committing.get()).isEqualTo(new CommitResult(Set.of(), 2, 0, 2));
    }
  }

  /** A row like that of the first run. */
  private static void insertUncommitted(Connection other, int number) throws Exception {
    other.setAutoCommit(false);
    try (Statement inserting = other.createStatement()) {
      inserting.execute(
          "CREATE TEMP TABLE copied ON COMMIT DROP AS SELECT * FROM runs WHERE run = '"
              + run(1).run()
              + "'");
      inserting.execute("UPDATE copied SET run = '" + run(number).run() + "'");
      inserting.execute("INSERT INTO runs SELECT * FROM copied");
      inserting.execute("DROP TABLE copied");
    }
  }

  private static void awaitLockWait() throws Exception {
    while (database.number(
            "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                + " AND datname = current_database()")
        == 0) {
      Thread.sleep(20);
    }
  }

  /** What was written behind the savepoint has a transaction id of its own. */
  private static boolean insertedAtOnce(int number) throws Exception {
    return database.number(
            "SELECT (r.xmin <> p.xmin)::int FROM runs r JOIN parts p USING (part) WHERE r.run = '"
                + run(number).run()
                + "'")
        == 1;
  }

  private static long linesOf(int number) throws Exception {
    return database.number("SELECT lines FROM runs WHERE run = '" + run(number).run() + "'");
  }

  private static long written(SealedPart part) throws Exception {
    return database.number("SELECT written FROM parts WHERE part = '" + part.id().uuid() + "'");
  }

  private static EventSpan create(long offset) {
    return EventSpan.ofCreate(EventSpan.position(offset, 0));
  }

  private static EventSpan patch(long offset) {
    return EventSpan.ofPatch(EventSpan.position(offset, 0));
  }
}
