package dev.runmark.storage.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runmark.embedded.faults.S3Fault;
import dev.runmark.embedded.faults.S3Operation;
import dev.runmark.storage.index.CommitRefusedException;
import dev.runmark.storage.index.PostgresOffsetIndex;
import dev.runmark.storage.index.SweepLedger;
import dev.runmark.storage.objects.S3ObjectStore;
import dev.runmark.storage.part.Compression;
import dev.runmark.storage.part.SealedPart;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a sweep takes and what it leaves, on the real bucket and the real ledger. */
class SweepIT {

  private static final Duration OLD = Duration.ofDays(10);
  private static final Duration YOUNG = Duration.ofDays(2);
  private static final Duration WEEK = Duration.ofDays(7);
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private static SweepScene scene;

  private S3ObjectStore store;
  private PostgresOffsetIndex index;

  @BeforeAll
  static void start(@TempDir Path directory) throws Exception {
    scene = new SweepScene(directory);
  }

  @AfterAll
  static void stop() {
    scene.close();
  }

  @BeforeEach
  void begin() throws Exception {
    scene.begin();
    store = scene.store(PATIENCE);
    index = new PostgresOffsetIndex(scene.database.writer());
  }

  @AfterEach
  void close() {
    index.close();
    store.close();
  }

  @Test
  void orphansGoAndWhatTheLedgerNamesStays() throws Exception {
    SealedPart committed = scene.stage(store, OLD, Compression.ZSTD);
    scene.commit(index, committed);
    SealedPart orphan = scene.stage(store, OLD, Compression.NONE);
    SealedPart young = scene.stage(store, YOUNG, Compression.GZIP);
    SealedPart rowsOnly = scene.stage(store, OLD, Compression.ZSTD);
    store.delete(rowsOnly.key());
    SealedPart partOnly = scene.stage(store, OLD, Compression.ZSTD);
    store.delete(partOnly.rowsKey());

    SweepReport report = scene.sweep(WEEK);

    assertThat(scene.keys(store))
        .containsExactlyInAnyOrder(
            committed.key(), committed.rowsKey(), young.key(), young.rowsKey());
    assertThat(report.parts()).isEqualTo(2);
    assertThat(report.rows()).isEqualTo(2);
    assertThat(report.named()).isEqualTo(2);
    assertThat(report.young()).isEqualTo(2);
    assertThat(report.bytes())
        .isEqualTo(
            orphan.length() + orphan.rowsLength() + rowsOnly.rowsLength() + partOnly.length());
    assertThat(report.floor()).isBetween(ago(WEEK.plusMinutes(5)), ago(WEEK.minusMinutes(5)));
  }

  @Test
  void whatIsNotOursIsNeverTouched() throws Exception {
    SealedPart part = scene.stage(store, OLD, Compression.ZSTD);
    byte[] one = {1};
    List<String> foreign =
        List.of(
            "chk-17/_metadata",
            "runs/chk-17/_metadata",
            "runs/dt=2026-01-02/_SUCCESS",
            "runs/dt=2026-01-02/019b7ca5-cf80-4abc-8def-0123456789ab.ndjson",
            "runs/dt=2026-01-03/019b7ca5-cf80-7abc-8def-0123456789ab.ndjson",
            "runs2/dt=2026-01-02/019b7ca5-cf80-7abc-8def-0123456789ab.ndjson",
            part.key() + ".bak",
            "copy/" + part.key());
    for (String key : foreign) {
      SweepScene.put(store, key, one);
      scene.age(key, OLD);
    }

    SweepReport report = scene.sweep(Duration.ZERO);

    assertThat(scene.keys(store)).containsExactlyInAnyOrderElementsOf(foreign);
    assertThat(report.foreign()).isEqualTo(4);
    assertThat(report.parts()).isEqualTo(1);
  }

  /** A writer whose clock is a month behind loses nothing to the sweep, only to the floor. */
  @Test
  void bothClocksMustSayThatItIsOld() throws Exception {
    SealedPart newToTheStore = scene.stage(store, OLD, Compression.ZSTD);
    scene.age(newToTheStore.key(), YOUNG);
    scene.age(newToTheStore.rowsKey(), YOUNG);
    SealedPart newById = scene.stage(store, YOUNG, Compression.ZSTD);
    scene.age(newById.key(), OLD);
    scene.age(newById.rowsKey(), OLD);

    assertThat(scene.sweep(WEEK).young()).isEqualTo(4);

    assertThat(scene.keys(store)).hasSize(4);
  }

  @Test
  void aDryRunTellsAndDoesNothing() throws Exception {
    SealedPart orphan = scene.stage(store, OLD, Compression.ZSTD);
    SweepScene.leaveOpen(store, orphan.key());
    scene.ageUploads(OLD);
    try (SweepLedger ledger = new SweepLedger(scene.keeper())) {
      SweepReport report =
          new Sweep(store, ledger, "runs").run(new SweepPlan(WEEK, true, false), r -> {});
      assertThat(report.objects()).isEqualTo(2);
      assertThat(report.uploads()).isEqualTo(1);
    }

    assertThat(scene.keys(store)).hasSize(2);
    assertThat(scene.uploads(store)).hasSize(1);
    scene.commit(index, orphan);
  }

  @Test
  void theFloorIsNeverLoweredAndALowerOneIsNotBelieved() throws Exception {
    try (SweepLedger ledger = new SweepLedger(scene.keeper())) {
      Instant high = ledger.raiseFloor(YOUNG);
      assertThat(ledger.raiseFloor(WEEK)).isEqualTo(high);
      assertThat(ledger.floorAfter(OLD)).isEqualTo(high);

      scene.database.execute("UPDATE sweep_floor SET sealed_before = now() - interval '9 days'");

      assertThatThrownBy(() -> ledger.named(List.of(), high))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("older state of the database");
    }
  }

  @Test
  void partsOnTheirWayOutKeepTheirObjectUntilTheyAreDeleted() throws Exception {
    SealedPart deleting = scene.stage(store, OLD, Compression.ZSTD);
    SealedPart deleted = scene.stage(store, OLD, Compression.ZSTD);
    scene.commit(index, deleting);
    scene.commit(index, deleted);
    scene.database.execute(
        "UPDATE parts SET state = CASE part WHEN '" + deleting.id() + "' THEN 1 ELSE 2 END");

    scene.sweep(WEEK);

    assertThat(scene.keys(store)).containsExactly(deleting.key(), deleting.rowsKey());
  }

  @Test
  void anEmptyLedgerIsNoReasonToEmptyTheBucket() throws Exception {
    scene.stage(store, OLD, Compression.ZSTD);
    try (SweepLedger ledger = new SweepLedger(scene.keeper())) {
      assertThatThrownBy(
              () ->
                  new Sweep(store, ledger, "runs").run(new SweepPlan(WEEK, false, false), r -> {}))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("the ledger has no part there")
          .hasMessageContaining("--empty-ledger");
    }
    assertThat(scene.keys(store)).hasSize(2);
    assertThat(
            scene.database.number("SELECT count(*) FROM sweep_floor WHERE isfinite(sealed_before)"))
        .isZero();
  }

  @Test
  void aLedgerOfAnotherPlaceIsNoReasonToEmptyThisOne() throws Exception {
    scene.stage(store, OLD, Compression.ZSTD);
    try (Connection other = scene.database.connect();
        Statement insert = other.createStatement()) {
      insert.execute(
          "INSERT INTO parts (part, bucket, key, compression, length, lines, checksum, rows_length)"
              + " SELECT gen_random_uuid(), bucket, key, 0, 1, 1, 0, 1 FROM (VALUES ('"
              + store.bucket()
              + "', 'runs-of-another/dt=x'), ('another', 'runs/dt=x')) AS there (bucket, key)");
    }
    try (SweepLedger ledger = new SweepLedger(scene.keeper())) {
      assertThatThrownBy(
              () ->
                  new Sweep(store, ledger, "runs").run(new SweepPlan(WEEK, false, false), r -> {}))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("the ledger has no part there");
    }
    assertThat(scene.keys(store)).hasSize(2);
  }

  /** Another endpoint has a bucket of that name too, or the objects are not those of this index. */
  @Test
  void aBucketWithoutTheNewestPartsOfTheLedgerIsNotSwept() throws Exception {
    SealedPart first = scene.stage(store, OLD.plusDays(1), Compression.ZSTD);
    SealedPart newest = scene.stage(store, OLD, Compression.ZSTD);
    scene.commit(index, first);
    scene.commit(index, newest);
    SealedPart orphan = scene.stage(store, OLD, Compression.ZSTD);
    store.delete(newest.key());

    assertThatThrownBy(() -> scene.sweep(WEEK))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("sweep runs/dt=… in bucket " + store.bucket())
        .hasMessageContaining("the ledger has the part " + newest.key() + ", which is not there");

    assertThat(scene.keys(store)).contains(orphan.key(), orphan.rowsKey());
    assertThat(
            scene.database.number("SELECT count(*) FROM sweep_floor WHERE isfinite(sealed_before)"))
        .as("nobody is refused its parts for a sweep that was refused")
        .isZero();
    scene.database.execute("UPDATE parts SET state = 1 WHERE part = '" + newest.id() + "'");
    assertThat(scene.sweep(WEEK).parts()).as("on its way out").isEqualTo(1);
  }

  /**
   * The wall itself: who has read the floor holds it, so the sweep waits and then sees the part.
   */
  @Test
  void aCommitThatHasReadTheFloorIsWaitedForAndSeen() throws Exception {
    SealedPart part = scene.stage(store, OLD, Compression.ZSTD);
    try (Connection other = scene.database.connect();
        Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute(
          "INSERT INTO parts (part, bucket, key, compression, length, lines, checksum, rows_length)"
              + " VALUES ('"
              + part.id()
              + "', 'b', 'k', 0, 1, 1, 1, 1)");
      // It waits for that row, with the floor in its hand.
      CompletableFuture<Void> commit = inBackground(() -> scene.commit(index, part));
      awaitWaiting("runmark writer", commit);
      CompletableFuture<Void> sweep = inBackground(() -> scene.sweep(WEEK));
      awaitWaiting("runmark sweep", sweep);
      other.rollback();
      commit.get();
      sweep.get();
    }

    assertThat(scene.isCommitted(part)).isTrue();
    assertThat(scene.keys(store)).containsExactly(part.key(), part.rowsKey());
  }

  private interface Step {
    void run() throws Exception;
  }

  private static CompletableFuture<Void> inBackground(Step step) {
    return CompletableFuture.runAsync(
        () -> {
          try {
            step.run();
          } catch (Exception e) {
            throw new CompletionException(e);
          }
        });
  }

  /** Until that session waits for a lock, or has ended. */
  private static void awaitWaiting(String session, CompletableFuture<Void> step) throws Exception {
    while (!step.isDone()
        && scene.database.number(
                "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                    + " AND application_name = '"
                    + session
                    + "'")
            == 0) {
      Thread.sleep(20);
    }
  }

  @Test
  void theWriterMayNotMoveTheFloor() {
    try (SweepLedger ledger = new SweepLedger(scene.database.writer())) {
      assertThatThrownBy(() -> ledger.raiseFloor(WEEK))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("raise the sweep floor")
          .hasMessageContaining("42501");
    }
  }

  private static Stream<Arguments> faults() {
    return Stream.of(
            S3Operation.LIST_OBJECTS,
            S3Operation.LIST_UPLOADS,
            S3Operation.DELETE_OBJECTS,
            S3Operation.ABORT_MULTIPART)
        .flatMap(
            operation ->
                Stream.of(
                        S3Fault.INTERNAL_ERROR,
                        S3Fault.SLOW_DOWN,
                        S3Fault.RESET,
                        S3Fault.ANSWER_LOST,
                        S3Fault.ACCESS_DENIED)
                    .map(fault -> Arguments.of(operation, fault)));
  }

  /** For a while: it gets through. For good: a clear error, and the next sweep does the rest. */
  @ParameterizedTest
  @MethodSource("faults")
  void aFaultyStoreCostsNothingThatIsCommitted(S3Operation operation, S3Fault fault)
      throws Exception {
    SealedPart committed = scene.stage(store, OLD, Compression.ZSTD);
    scene.commit(index, committed);
    SealedPart orphan = scene.stage(store, OLD, Compression.ZSTD);
    SweepScene.leaveOpen(store, orphan.key());
    scene.ageUploads(OLD);
    Set<String> wanted = new TreeSet<>(Set.of(committed.key(), committed.rowsKey()));

    try (S3ObjectStore faulty = scene.faultyStore(Duration.ofMillis(500));
        SweepLedger ledger = new SweepLedger(scene.keeper())) {
      Sweep sweep = new Sweep(faulty, ledger, "runs");
      SweepPlan plan = new SweepPlan(WEEK, false, false);
      scene.proxy.fail(operation, fault, 100);
      assertThatThrownBy(() -> sweep.run(plan, r -> {}))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("in bucket " + store.bucket());
      assertThat(scene.keys(store)).containsAll(wanted);
      scene.proxy.heal();
      if (fault != S3Fault.ACCESS_DENIED) {
        scene.proxy.fail(operation, fault);
      }
      sweep.run(plan, r -> {});
    }

    assertThat(scene.keys(store)).isEqualTo(wanted);
    assertThat(scene.uploads(store)).isEmpty();
    assertThatThrownBy(() -> scene.commit(index, orphan))
        .isInstanceOf(CommitRefusedException.class);
  }

  private static Instant ago(Duration age) {
    return Instant.now().minus(age);
  }
}
