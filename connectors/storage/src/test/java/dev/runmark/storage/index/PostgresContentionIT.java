package dev.runmark.storage.index;

import static dev.runmark.storage.index.TestLines.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runmark.embedded.faults.Effect;
import dev.runmark.embedded.faults.Fault;
import dev.runmark.embedded.faults.PostgresProxy;
import dev.runmark.storage.index.TestLines.Line;
import dev.runmark.storage.part.EventSpan;
import dev.runmark.storage.part.Listing;
import dev.runmark.storage.part.RunKey;
import dev.runmark.storage.part.SealedPart;
import dev.runmark.storage.part.SourcePartition;
import java.io.IOException;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What committers, sweepers and servers do to each other in the middle of a commit. */
@Timeout(120)
class PostgresContentionIT {

  private static IndexDatabase database;
  private static PostgresProxy proxy;
  private static ExecutorService threads;

  private final TestLines lines = new TestLines();

  @BeforeAll
  static void start() throws Exception {
    database = IndexDatabase.create();
    proxy = PostgresProxy.start("127.0.0.1", database.server().port());
    threads = Executors.newCachedThreadPool();
  }

  @AfterAll
  static void stop() throws Exception {
    threads.shutdownNow();
    proxy.close();
  }

  @BeforeEach
  void clear() throws Exception {
    database.clear();
  }

  @Test
  void aCommitterFrozenInItsMergeBlocksItsSuccessorForABoundedTime() throws Exception {
    for (String statement : List.of("INSERT INTO fragments", "INSERT INTO rewritten")) {
      database.clear();
      try (PostgresOffsetIndex frozen = through(PostgresOptions.Limits.DEFAULT);
          PostgresOffsetIndex successor = new PostgresOffsetIndex(database.writer())) {
        frozen.commit(lines.commit(lines.part(line(create(1), null))));
        SealedPart part = lines.part(line(patch(2), null));
        proxy.arm(Fault.at(Effect.FREEZE_BEFORE, statement));
        Future<?> hanging = threads.submit(() -> frozen.commit(lines.commit(part)));
        awaitFired();

        successor.commit(lines.commit(part));

        assertThat(database.number("SELECT lines FROM runs")).as(statement).isEqualTo(2);
        proxy.release();
        hanging.cancel(true);
      }
    }
  }

  @Test
  void noCopyRunsWhileRowsAreLocked() throws Exception {
    try (PostgresOffsetIndex index = through(IndexDatabase.SHORT_LIMITS)) {
      index.commit(lines.commit(lines.part(line(create(1), null))));
      proxy.arm(Fault.FREEZE_IN_COPY.nth(2));

      index.commit(lines.commit(lines.part(line(patch(2), null))));

      assertThat(proxy.fired()).isFalse();
      proxy.disarm();
    }
  }

  @Test
  void aFloorThatIsBeingRaisedForTheFirstTimeIsWaitedFor() throws Exception {
    SealedPart part = lines.part(line(create(1), null));
    try (PostgresOffsetIndex index = new PostgresOffsetIndex(database.writer());
        Connection sweeper = database.connect();
        Statement raise = sweeper.createStatement()) {
      sweeper.setAutoCommit(false);
      raise.execute("UPDATE sweep_floor SET sealed_before = now() + interval '1 hour'");
      Future<CommitResult> committing = threads.submit(() -> index.commit(lines.commit(part)));
      awaitLockWait();

      sweeper.commit();

      assertThatThrownBy(committing::get)
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(CommitRefusedException.class);
      assertThat(database.number("SELECT count(*) FROM parts")).isZero();
    }
  }

  /** One writes the rows in the order it was given, the other one by the sources' numbers. */
  @Test
  void aStartThatIsRecordedWhileFrontiersAreFoldedIsNoDeadlock() throws Exception {
    UUID topic = UUID.randomUUID();
    database.execute(
        "SELECT register_source('%1$s', 'runs', 1);".formatted(topic)
            + "INSERT INTO positions (source, position, reason) SELECT source, 1, 'stored'"
            + " FROM sources WHERE topic_id = '%1$s';".formatted(topic)
            + "INSERT INTO frontiers (checkpoint, subtask, subtasks, submission, sources, pending,"
            + " seen) SELECT 1, 0, 1, '%1$s', array_agg(source),".formatted(topic)
            + " '{NULL, NULL}', '{0, 0}' FROM sources WHERE topic_id = '%1$s'".formatted(topic));
    List<SourceStart> starts = List.of(start(topic, 1), start(topic, 0));
    try (Connection other = database.connect();
        Statement holding = other.createStatement()) {
      other.setAutoCommit(false);
      holding.execute(
          "SELECT FROM positions JOIN sources USING (source) WHERE topic_id = '"
              + topic
              + "' AND partition = 1 FOR UPDATE OF positions");
      Future<?> recording =
          threads.submit(
              () -> {
                new PostgresStarts(database.writer()).record(starts);
                return null;
              });
      awaitLockWaits("runmark positions", 1);
      Future<?> folding =
          threads.submit(() -> new PostgresPositions(database.writer()).positions());
      awaitLockWaits("runmark positions", 2);

      other.commit();

      recording.get();
      folding.get();
    }
    assertThat(database.number("SELECT count(*) FROM positions WHERE position = 9")).isEqualTo(2);
  }

  private static SourceStart start(UUID topic, int partition) {
    return new SourceStart(
        new SourcePartition(topic, "runs", partition),
        new StartPosition(1, "stored"),
        new StartPosition(9, "start: latest"),
        new OffsetGap(1, 9, "accepted"));
  }

  @Test
  void aMergeThatHadToWaitKeepsTheProjectThatItsPredecessorWrote() throws Exception {
    try (PostgresOffsetIndex index = through(IndexDatabase.SHORT_LIMITS);
        Connection other = database.connect();
        Statement predecessor = other.createStatement()) {
      index.commit(lines.commit(lines.part(line(patch(2), null))));
      index.commit(lines.commit(lines.part(other(3, create(9), "answers"))));
      // Between the insert, which waits for whoever holds the row, and the lock.
      proxy.arm(Fault.at(Effect.FREEZE_BEFORE, "FOR UPDATE OF r"));
      Future<CommitResult> committing =
          threads.submit(() -> index.commit(lines.commit(lines.part(line(patch(5), null)))));
      awaitFired();
      other.setAutoCommit(false);
      predecessor.execute(
          "UPDATE runs SET project = (SELECT project FROM projects WHERE name = 'answers'), lo = 0,"
              + " created = true WHERE run = '"
              + run(1).run()
              + "'");
      proxy.release();
      awaitLockWait();

      other.commit();
      committing.get();

      assertThat(
              database.number(
                  "SELECT count(*) FROM runs JOIN projects p USING (project) WHERE p.name ="
                      + " 'answers' AND run = '"
                      + run(1).run()
                      + "'"))
          .isEqualTo(1);
    }
  }

  @Test
  void numbersAreAskedAnewOfAServerThatTookOver() throws Exception {
    RunKey before = new RunKey("acme", run(1).run());
    RunKey after = new RunKey("acme", run(2).run());
    try (PostgresOffsetIndex index = new PostgresOffsetIndex(database.writer());
        PostgresReadIndex lookup = new PostgresReadIndex(database.writer())) {
      index.commit(lines.commit(lines.part(new Line(before, create(1)))));
      database.execute(
          "DELETE FROM projects; DELETE FROM tenants WHERE name = 'acme';"
              + " INSERT INTO tenants (name) VALUES ('somebody else');"
              + " SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
              + " WHERE application_name = 'runmark writer' AND datname = current_database()");

      index.commit(lines.commit(lines.part(new Line(after, create(2)))));

      assertThat(lookup.find(after)).hasSize(1);
    }
  }

  @Test
  void aWriterWhoseServerStopsReadingIsEndedInBoundedTime() throws Exception {
    PostgresOptions.Limits limits =
        new PostgresOptions.Limits(
            Duration.ofSeconds(5),
            Duration.ofSeconds(60),
            Duration.ofSeconds(2),
            Duration.ofSeconds(5),
            Duration.ofSeconds(5));
    List<Line> many = new ArrayList<>();
    for (int i = 0; i < 150_000; i++) {
      many.add(new Line(run(i), create(i)));
    }
    SealedPart large = lines.part(java.time.Instant.now(), many);
    try (PostgresOffsetIndex index = through(limits)) {
      proxy.arm(Fault.FREEZE_IN_COPY);

      assertThatThrownBy(() -> index.commit(lines.commit(large)))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("gave up");
      proxy.release();
    }
  }

  private PostgresOffsetIndex through(PostgresOptions.Limits limits) {
    return new PostgresOffsetIndex(database.writerThrough(proxy.port(), limits));
  }

  private static void awaitFired() throws InterruptedException {
    while (!proxy.fired()) {
      Thread.sleep(20);
    }
  }

  private static void awaitLockWait() throws Exception {
    awaitLockWaits("runmark writer", 1);
  }

  private static void awaitLockWaits(String application, int sessions) throws Exception {
    while (database.number(
            "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                + " AND application_name = '"
                + application
                + "' AND datname = current_database()")
        < sessions) {
      Thread.sleep(20);
    }
  }

  private static Line line(EventSpan span, String project) {
    return new Line(run(1), new UUID(1, 1), 0, span, listing(project));
  }

  private static Line other(int run, EventSpan span, String project) {
    return new Line(run(run), new UUID(1, run), 0, span, listing(project));
  }

  private static Listing listing(String project) {
    return new Listing(project, null, null, null, null, null, null);
  }

  private static EventSpan create(long offset) {
    return EventSpan.ofCreate(EventSpan.position(offset, 0));
  }

  private static EventSpan patch(long offset) {
    return EventSpan.ofPatch(EventSpan.position(offset, 0));
  }
}
