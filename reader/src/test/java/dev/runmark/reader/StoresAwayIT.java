package dev.runmark.reader;

import static dev.runmark.reader.Lines.create;
import static dev.runmark.reader.Lines.id;
import static dev.runmark.reader.Lines.json;
import static dev.runmark.reader.Lines.trace;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runmark.embedded.faults.Effect;
import dev.runmark.embedded.faults.Fault;
import dev.runmark.embedded.faults.S3Fault;
import dev.runmark.embedded.faults.S3Operation;
import dev.runmark.embedded.postgres.StopMode;
import dev.runmark.options.ReaderOptions;
import dev.runmark.reader.ReadScene.Calls;
import dev.runmark.storage.failure.StoreAwayException;
import dev.runmark.storage.failure.StoreAwayException.Store;
import dev.runmark.storage.index.IndexedRun;
import dev.runmark.storage.part.Compression;
import dev.runmark.storage.query.RunQuery;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A store that is not there, silent or broken: which one it is is told, in bounded time. */
class StoresAwayIT {

  /** What all waits and tries of a read may come to; generous, for machines with other work. */
  private static final Duration BOUND = Duration.ofSeconds(30);

  private static ReadScene scene;

  private RunmarkReader reader;

  @BeforeAll
  static void start() throws Exception {
    scene = ReadScene.open();
  }

  @AfterAll
  static void stop() throws Exception {
    scene.close();
  }

  @BeforeEach
  void open() throws Exception {
    scene.database.clear();
    scene.commit(Compression.NONE, create(1), create(2));
    reader = open(ReadScene.options());
  }

  @AfterEach
  void close() {
    scene.s3.heal();
    scene.postgres.disarm();
    scene.postgres.release();
    reader.close();
  }

  private static RunmarkReader open(ReaderOptions options) {
    return scene.reader(
        options.withWaits(Duration.ofSeconds(1), Duration.ofSeconds(1)),
        ReadScene.limits(Duration.ofSeconds(1)));
  }

  @ParameterizedTest
  @EnumSource(
      value = S3Fault.class,
      names = {
        "INTERNAL_ERROR",
        "SLOW_DOWN",
        "ACCESS_DENIED",
        "RESET",
        "STALL",
        "ANSWER_LOST",
        "TRUNCATED",
        "RANGE_IGNORED",
        "RANGE_SHIFTED",
        "ERROR_IN_SUCCESS"
      })
  void objectsThatAreNotGivenAreToldAsAway(S3Fault fault) throws Exception {
    List<IndexedRun> listed = reader.trace("default", trace(1));
    scene.s3.fail(S3Operation.GET_OBJECT, fault, 1_000);

    away(Store.OBJECTS, () -> reader.find("default", id(1)));
    away(Store.OBJECTS, () -> reader.read(listed).next());
    scene.s3.heal();

    assertThat(reader.find("default", id(1)).orElseThrow().document()).hasToString(json(1));
  }

  @ParameterizedTest
  @EnumSource(
      value = S3Fault.class,
      names = {"INTERNAL_ERROR", "SLOW_DOWN", "RESET", "TRUNCATED", "RANGE_IGNORED"})
  void oneFailedCallIsNotSeen(S3Fault fault) throws Exception {
    scene.s3.fail(S3Operation.GET_OBJECT, fault, 1);

    assertThat(reader.find("default", id(2)).orElseThrow().document()).hasToString(json(2));
  }

  @Test
  void aSilentServerIsToldAsAway() throws Exception {
    scene.postgres.arm(Fault.at(Effect.BLACKHOLE_AFTER, "SELECT r.run"));

    away(Store.INDEX, () -> alwaysSilent());
    scene.postgres.disarm();

    assertThat(reader.find("default", id(1))).isPresent();
  }

  /** The read is made once more after a broken connection: that one must be silent too. */
  private void alwaysSilent() throws Exception {
    Thread arming =
        new Thread(
            () -> {
              while (!Thread.currentThread().isInterrupted()) {
                if (scene.postgres.fired()) {
                  scene.postgres.arm(Fault.at(Effect.BLACKHOLE_AFTER, "SELECT r.run"));
                  return;
                }
                Thread.onSpinWait();
              }
            });
    arming.start();
    try {
      reader.find("default", id(1));
    } finally {
      arming.interrupt();
      arming.join();
    }
  }

  @Test
  void aConnectionThatBreaksIsNotSeen() throws Exception {
    assertThat(reader.find("default", id(1))).isPresent();
    scene.postgres.arm(Fault.at(Effect.CUT_AT, "SELECT r.run"));

    assertThat(reader.find("default", id(1)).orElseThrow().document()).hasToString(json(1));
    assertThat(scene.postgres.fired()).isTrue();
  }

  @Test
  void aSlowStatementIsEndedAndToldAsAway() throws Exception {
    try (Connection lock = scene.database.connect();
        Statement statement = lock.createStatement()) {
      lock.setAutoCommit(false);
      statement.execute("LOCK TABLE runs IN ACCESS EXCLUSIVE MODE");

      away(Store.INDEX, () -> reader.find("default", id(1)));
      away(Store.INDEX, () -> reader.list(RunQuery.of("default"), null));
    }
    assertThat(reader.find("default", id(1))).isPresent();
  }

  @Test
  void anExhaustedPoolIsToldAsAway() throws Exception {
    ReaderOptions one =
        new ReaderOptions(1, Duration.ofMillis(300), Duration.ofSeconds(5), 0, 1 << 20, 0, null);
    try (RunmarkReader narrow = scene.reader(one)) {
      assertThat(narrow.find("default", id(1))).isPresent();
      scene.postgres.arm(Fault.at(Effect.FREEZE_BEFORE, "SELECT r.run"));
      Thread holder = new Thread(() -> quietly(() -> narrow.find("default", id(1))));
      holder.start();
      while (!scene.postgres.fired()) {
        Thread.onSpinWait();
      }

      away(Store.INDEX, () -> narrow.find("default", id(1)));
      scene.postgres.release();
      holder.join();

      assertThat(narrow.find("default", id(1))).isPresent();
    }
  }

  @Test
  void aStoppedServerIsToldAsAwayAndFoundAgain() throws Exception {
    assertThat(reader.find("default", id(1))).isPresent();
    scene.database.server().stop(StopMode.FAST);
    try {
      away(Store.INDEX, () -> reader.find("default", id(1)));
      away(Store.INDEX, () -> reader.trace("default", trace(1)));
      away(Store.INDEX, () -> reader.findAll("default", List.of(id(1))));
    } finally {
      scene.database.server().start();
    }

    assertThat(eventually(() -> reader.find("default", id(1)).orElseThrow().document()))
        .hasToString(json(1));
  }

  private interface Read<T> {
    T now() throws Exception;
  }

  /** The pool pauses between its tries to connect. */
  private static <T> T eventually(Read<T> read) throws Exception {
    long begun = System.nanoTime();
    while (true) {
      try {
        return read.now();
      } catch (StoreAwayException e) {
        if (System.nanoTime() - begun > BOUND.toNanos()) {
          throw e;
        }
      }
    }
  }

  @Test
  void aHotRangeIsAskedForOnceAndItsPlaceEachTime() throws Exception {
    try (RunmarkReader caching = open(ReaderOptions.DEFAULT)) {
      assertThat(caching.find("default", id(9))).isEmpty();
      assertThat(scene.counted(() -> caching.find("default", id(1)))).isEqualTo(new Calls(1, 1));
      assertThat(scene.counted(() -> caching.find("default", id(1)))).isEqualTo(new Calls(1, 0));
      List<IndexedRun> trace = caching.trace("default", trace(1));
      assertThat(scene.counted(() -> caching.read(trace).next())).isEqualTo(new Calls(0, 1));
      assertThat(scene.counted(() -> caching.read(trace).next())).isEqualTo(new Calls(0, 0));
    }
  }

  /** Two tries have the time to be made: both of one call alone would come to nothing. */
  @Test
  void aLateAnswerIsOvertakenByASecondOne() throws Exception {
    ReaderOptions patient =
        ReadScene.options().withWaits(Duration.ofSeconds(5), Duration.ofSeconds(20));
    scene.s3.fail(S3Operation.GET_OBJECT, S3Fault.STALL, 3);
    try (RunmarkReader hedging = scene.reader(patient.withHedgeAfter(Duration.ofMillis(100)))) {
      assertThat(hedging.find("default", id(9))).isEmpty();
      Calls calls =
          scene.counted(
              () ->
                  assertThat(hedging.find("default", id(1)).map(run -> run.document().toString()))
                      .isEqualTo(Optional.of(json(1))));

      assertThat(calls).isEqualTo(new Calls(1, 4));
    }
  }

  private static void away(Store store, ThrowingCallable read) {
    long begun = System.nanoTime();
    assertThatThrownBy(read)
        .isInstanceOfSatisfying(
            StoreAwayException.class, away -> assertThat(away.store()).isEqualTo(store));
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(BOUND);
  }

  private interface Work {
    void run() throws Exception;
  }

  private static void quietly(Work work) {
    try {
      work.run();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
