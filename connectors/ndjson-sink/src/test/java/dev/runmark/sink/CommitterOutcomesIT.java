package dev.runmark.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runmark.embedded.faults.Fault;
import dev.runmark.embedded.faults.PostgresProxy;
import dev.runmark.embedded.postgres.StopMode;
import dev.runmark.storage.index.CommitRefusedException;
import dev.runmark.storage.index.IndexDatabase;
import dev.runmark.storage.index.PostgresOffsetIndex;
import dev.runmark.storage.index.PostgresOptions;
import dev.runmark.storage.index.PostgresReadIndex;
import dev.runmark.storage.part.Compression;
import dev.runmark.storage.part.EventSpan;
import dev.runmark.storage.part.FrameEncoder;
import dev.runmark.storage.part.Listing;
import dev.runmark.storage.part.PartId;
import dev.runmark.storage.part.RandomLines;
import dev.runmark.storage.part.RunKey;
import dev.runmark.storage.part.RunLine;
import dev.runmark.storage.part.SourcePartition;
import dev.runmark.storage.tracing.Tracing;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Each outcome of the committer's table, against the real PostgreSQL. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class CommitterOutcomesIT {

  private static final PostgresOptions.Limits SHORT_LIMITS = IndexDatabase.SHORT_LIMITS;

  /** Locks are waited for longer than the server takes to see a deadlock. */
  private static final PostgresOptions.Limits PATIENT_LIMITS =
      new PostgresOptions.Limits(
          Duration.ofSeconds(5),
          Duration.ofSeconds(40),
          Duration.ofSeconds(30),
          Duration.ofSeconds(30),
          Duration.ofSeconds(60));

  private static IndexDatabase database;

  private final WatchedStore store = new WatchedStore();
  private final RecordedMetrics metrics = new RecordedMetrics();
  private final RandomLines random = new RandomLines(99);
  private final List<NdjsonSinkCommitter> committers = new ArrayList<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private PostgresProxy proxy;
  private NdjsonSinkCommitter committer;

  @BeforeAll
  static void migrate() throws Exception {
    database = IndexDatabase.create();
  }

  @BeforeEach
  void open() throws Exception {
    database.clear();
    proxy = PostgresProxy.start("127.0.0.1", database.server().port());
    committer = through(proxy.port(), SHORT_LIMITS);
  }

  @AfterEach
  void close() throws Exception {
    proxy.close();
    committers.forEach(NdjsonSinkCommitter::close);
    threads.shutdownNow();
    assertThat(threads.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
  }

  @Test
  void committed() throws Exception {
    StagedPart part = sealed(10);
    Request request = request(part);
    committer.commit(List.of(request));
    assertThat(request.signals).isEmpty();
    assertCommittedOnce(part, 10);
    assertThat(store.reads).isEmpty();
  }

  @Test
  void alreadyCommitted() throws Exception {
    StagedPart part = sealed(10);
    committer.commit(List.of(request(part)));
    Request again = request(StagedPart.withoutRows(part.part()));
    through(proxy.port(), SHORT_LIMITS).commit(List.of(again));
    assertThat(again.signals).containsExactly("already committed");
    assertThat(store.reads).isEmpty();
    assertCommittedOnce(part, 10);
  }

  @Test
  void committedAfterARestoreFromTheRowsObject() throws Exception {
    StagedPart part = sealed(10);
    committer.commit(List.of(request(StagedPart.withoutRows(part.part()))));
    assertThat(store.reads).containsExactly(part.part().rowsKey());
    assertCommittedOnce(part, 10);
  }

  @Test
  void connectionLostBeforeCommit() throws Exception {
    assertCommittedDespite(Fault.CUT_BEFORE_COMMIT, List.of());
  }

  @Test
  void connectionLostAtCommit() throws Exception {
    // The server committed: the next look at the ledger says so.
    assertCommittedDespite(Fault.CUT_AT_COMMIT, List.of("already committed"));
  }

  @Test
  void replyToCommitNeverComes() throws Exception {
    assertCommittedDespite(Fault.BLACKHOLE_AFTER_COMMIT, List.of("already committed"));
  }

  @Test
  void connectionLostAfterCommit() throws Exception {
    assertCommittedDespite(Fault.CUT_AFTER_COMMIT, List.of());
    StagedPart next = sealed(3);
    committer.commit(List.of(request(next)));
    assertThat(database.number("SELECT count(*) FROM parts")).isEqualTo(2);
  }

  @Test
  void serializationFailure() throws Exception {
    database.execute(
        "CREATE SEQUENCE refusals;"
            + "CREATE FUNCTION refuse_once() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER"
            + " AS $$ BEGIN IF nextval('runmark.refusals') = 1 THEN"
            + " RAISE EXCEPTION 'could not serialize' USING ERRCODE = '40001'; END IF;"
            + " RETURN NEW; END $$;"
            + "CREATE TRIGGER refuse_once BEFORE INSERT ON parts"
            + " FOR EACH ROW EXECUTE FUNCTION refuse_once()");
    try {
      StagedPart part = sealed(10);
      Request request = request(part);
      committer.commit(List.of(request));
      assertThat(database.number("SELECT last_value FROM refusals")).isEqualTo(2);
      assertThat(request.signals).isEmpty();
      assertCommittedOnce(part, 10);
    } finally {
      database.execute(
          "DROP TRIGGER refuse_once ON parts; DROP FUNCTION refuse_once; DROP SEQUENCE refusals");
    }
  }

  @Test
  void deadlock() throws Exception {
    RunLine low = line(new UUID(0x7000, 1), EventSpan.ofCreate(EventSpan.position(1, 0)), null);
    RunLine high = line(new UUID(0x7000, 2), EventSpan.ofCreate(EventSpan.position(2, 0)), null);
    committer.commit(List.of(request(sealed(List.of(low, high)))));
    StagedPart patches =
        sealed(
            List.of(
                line(low.key().run(), EventSpan.ofPatch(EventSpan.position(3, 0)), null),
                line(high.key().run(), EventSpan.ofPatch(EventSpan.position(4, 0)), null)));
    NdjsonSinkCommitter patient = through(proxy.port(), PATIENT_LIMITS);
    long before = deadlocks();
    try (Connection other = database.connect();
        Statement statement = other.createStatement()) {
      // The server ends whoever looks first: not this one.
      statement.execute("SET deadlock_timeout = '1min'");
      other.setAutoCommit(false);
      statement.execute(lockRun(high));
      Future<?> commit = inBackground(() -> patient.commit(List.of(request(patches))));
      until(() -> waitingWriters() == 1);
      statement.execute(lockRun(low));
      other.rollback();
      commit.get(1, TimeUnit.MINUTES);
    }
    until(() -> deadlocks() > before);
    assertThat(database.number("SELECT count(*) FROM parts")).isEqualTo(2);
    assertThat(database.number("SELECT sum(lines) FROM runs")).isEqualTo(4);
  }

  @Test
  void serverRestarting() throws Exception {
    StagedPart first = sealed(5);
    committer.commit(List.of(request(first)));
    StagedPart second = sealed(5);
    database.server().stop(StopMode.FAST);
    try {
      Future<?> commit = inBackground(() -> committer.commit(List.of(request(second))));
      database.server().start();
      commit.get(1, TimeUnit.MINUTES);
    } finally {
      database.server().start();
    }
    assertThat(database.number("SELECT count(*) FROM parts")).isEqualTo(2);
    assertThat(database.number("SELECT count(*) FROM runs")).isEqualTo(10);
  }

  @Test
  void serverAwayForLongerThanTheBudget() throws Exception {
    PostgresOptions.Limits impatient =
        new PostgresOptions.Limits(
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            Duration.ofMillis(500));
    StagedPart part = sealed(5);
    Request request = request(part);
    NdjsonSinkCommitter unlucky = through(proxy.port(), impatient);
    database.server().stop(StopMode.FAST);
    try {
      assertThatThrownBy(() -> unlucky.commit(List.of(request))).isInstanceOf(IOException.class);
    } finally {
      database.server().start();
    }
    assertThat(request.signals).isEmpty();
    committer.commit(List.of(request));
    assertCommittedOnce(part, 5);
  }

  @Test
  void partOlderThanTheSweepFloor() throws Exception {
    StagedPart part = sealed(5);
    database.execute("UPDATE sweep_floor SET sealed_before = now() + interval '1 hour'");
    assertRefused(request(part), part.part().id().toString());
  }

  @Test
  void databaseOlderThanTheState() throws Exception {
    StagedPart first = sealed(5);
    Request second =
        new Request(new PartCommittable(List.of(sealed(5)), Set.of(first.part().id()), null));
    assertRefused(second, first.part().id().toString());
  }

  @Test
  void anotherCommitterFrozenInMidCopy() throws Exception {
    StagedPart part = sealed(200);
    Request zombie = request(part);
    proxy.arm(Fault.FREEZE_IN_COPY);
    Future<?> frozen = inBackground(() -> committer.commit(List.of(zombie)));
    until(proxy::fired);
    Request successor = request(StagedPart.withoutRows(part.part()));
    NdjsonSinkCommitter next = through(database.server().port(), SHORT_LIMITS);
    inBackground(() -> next.commit(List.of(successor))).get(30, TimeUnit.SECONDS);
    assertThat(successor.signals).isEmpty();
    assertThat(frozen.isDone()).isFalse();
    assertCommittedOnce(part, 200);
    proxy.release();
    frozen.get(1, TimeUnit.MINUTES);
    assertThat(zombie.signals).containsExactly("already committed");
    assertCommittedOnce(part, 200);
  }

  @Test
  void aRowThatPostgresRefuses() throws Exception {
    StagedPart poisoned =
        sealed(
            List.of(
                line(new UUID(9, 1), EventSpan.ofCreate(EventSpan.position(1, 0)), "fine"),
                line(new UUID(9, 2), EventSpan.ofCreate(EventSpan.position(2, 0)), "N\0L")));
    Request request = request(poisoned);
    assertThatThrownBy(() -> committer.commit(List.of(request))).isInstanceOf(IOException.class);
    assertThat(request.signals).isEmpty();
    assertThat(database.number("SELECT count(*) FROM parts")).isZero();
    assertThat(database.number("SELECT count(*) FROM runs")).isZero();
    StagedPart good = sealed(3);
    committer.commit(List.of(request(good)));
    assertCommittedOnce(good, 3);
  }

  private void assertCommittedDespite(Fault fault, List<String> signals) throws Exception {
    StagedPart part = sealed(10);
    Request request = request(part);
    proxy.arm(fault);
    committer.commit(List.of(request));
    until(proxy::fired);
    assertThat(request.signals).isEqualTo(signals);
    assertCommittedOnce(part, 10);
  }

  private void assertRefused(Request request, String why) throws Exception {
    long before = database.number("SELECT count(*) FROM parts");
    assertThatThrownBy(() -> committer.commit(List.of(request)))
        .isInstanceOf(SuppressRestartsException.class)
        .hasCauseInstanceOf(CommitRefusedException.class)
        .hasStackTraceContaining(why);
    assertThat(request.signals).isEmpty();
    assertThat(database.number("SELECT count(*) FROM parts")).isEqualTo(before);
  }

  private void assertCommittedOnce(StagedPart staged, int lines) throws Exception {
    assertThat(database.number("SELECT count(*) FROM parts")).isEqualTo(1);
    assertThat(database.number("SELECT written + stale FROM parts")).isEqualTo(lines);
    try (PostgresReadIndex lookup = new PostgresReadIndex(database.writer())) {
      for (var row : staged.rows()) {
        assertThat(lookup.find(row.key()))
            .anySatisfy(found -> assertThat(found.place()).isEqualTo(row.place()));
      }
    }
  }

  private NdjsonSinkCommitter through(int port, PostgresOptions.Limits limits) {
    NdjsonSinkCommitter made =
        new NdjsonSinkCommitter(
            new PostgresOffsetIndex(database.writerThrough(port, limits)),
            () -> store,
            Tracing.none(),
            metrics,
            0);
    committers.add(made);
    return made;
  }

  private StagedPart sealed(int lines) throws IOException {
    return sealed(random.take(lines, 300));
  }

  private StagedPart sealed(List<RunLine> lines) throws IOException {
    PartOptions options = PartOptions.of(Compression.ZSTD);
    try (FrameEncoder encoder = FrameEncoder.of(options.frames())) {
      OpenPart open = OpenParts.in(store, options).open(encoder, 0);
      for (RunLine line : lines) {
        open.append(line);
      }
      return open.seal();
    }
  }

  private static RunLine line(UUID run, EventSpan span, String name) {
    byte[] json = ("{\"id\":\"" + run + "\"}").getBytes(java.nio.charset.StandardCharsets.UTF_8);
    return new RunLine(
        new RunKey("default", run),
        new UUID(5, 5),
        new SourcePartition(new UUID(7, 7), "runs", 0),
        span,
        new Listing(null, null, name, null, null, Instant.EPOCH, null),
        json,
        0,
        json.length);
  }

  private static Request request(StagedPart part) {
    Set<PartId> none = Set.of();
    return new Request(new PartCommittable(List.of(part), none, null));
  }

  private static String lockRun(RunLine line) {
    return "SELECT FROM runs WHERE run = '" + line.key().run() + "' FOR UPDATE";
  }

  private static long waitingWriters() throws IOException, SQLException {
    return database.number(
        "SELECT count(*) FROM pg_stat_activity WHERE usename = 'writer'"
            + " AND wait_event_type = 'Lock'");
  }

  private static long deadlocks() throws IOException, SQLException {
    return database.number(
        "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()");
  }

  private interface Step {
    void run() throws Exception;
  }

  private Future<?> inBackground(Step step) {
    return threads.submit(
        () -> {
          step.run();
          return null;
        });
  }

  private static void until(Callable<Boolean> condition) throws Exception {
    while (!condition.call()) {
      Thread.sleep(5);
    }
  }
}
