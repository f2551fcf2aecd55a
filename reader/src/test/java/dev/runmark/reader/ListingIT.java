package dev.runmark.reader;

import static dev.runmark.reader.Lines.create;
import static dev.runmark.reader.Lines.trace;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runmark.reader.page.Page;
import dev.runmark.storage.failure.InvalidQueryException;
import dev.runmark.storage.index.IndexedRun;
import dev.runmark.storage.part.Compression;
import dev.runmark.storage.part.Listing;
import dev.runmark.storage.part.RunLine;
import dev.runmark.storage.query.Order;
import dev.runmark.storage.query.RunQuery;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Pages while others write. */
class ListingIT {

  private static final int STABLE = 300;
  private static final int WRITTEN_BETWEEN = 5;

  private static ReadScene scene;

  @BeforeAll
  static void start() throws Exception {
    scene = ReadScene.open();
  }

  @AfterAll
  static void stop() throws Exception {
    scene.close();
  }

  @BeforeEach
  void clear() throws Exception {
    scene.database.clear();
  }

  /** Anybody who may send can give everything one trace id. */
  @Test
  void aTraceThatIsTooLargeToBeGivenWholeIsRefusedAndCanBeListed() throws Exception {
    scene.commit(Compression.NONE, create(1));
    scene.database.execute(
        "INSERT INTO runs (lo, hi, start_offset, tenant, lines, source, length, line_offset,"
            + " line_length, checksum, created, run, trace, part)"
            + " SELECT lo, hi, start_offset, tenant, lines, source, length, line_offset,"
            + " line_length, checksum, created, gen_random_uuid(), trace, part"
            + " FROM runs CROSS JOIN generate_series(1, 100000)");

    try (RunmarkReader reader = scene.reader()) {
      assertThatThrownBy(() -> reader.trace("default", trace(1)))
          .isInstanceOf(InvalidQueryException.class)
          .hasMessageContaining("more than 100000 lines");
      RunQuery listing = RunQuery.of("default").withTrace(trace(1)).withLimit(10);
      assertThat(reader.list(listing, null).rows()).hasSize(10);
    }
  }

  @ParameterizedTest
  @EnumSource(Order.class)
  void noRunThatStaysIsLostOrRepeatedWhileOthersAreWritten(Order order) throws Exception {
    long seed = Long.getLong("runmark.seed", System.nanoTime());
    Random random = new Random(seed);
    commitStable(random);
    AtomicBoolean done = new AtomicBoolean();
    AtomicInteger commits = new AtomicInteger();
    AtomicReference<Exception> failure = new AtomicReference<>();
    Thread writer = new Thread(() -> write(new Random(seed + 1), done, commits, failure));
    writer.start();
    Map<UUID, Integer> seen = new HashMap<>();
    try (RunmarkReader reader = scene.reader()) {
      RunQuery query = RunQuery.of("default").in(order).withLimit(1 + random.nextInt(40));
      String cursor = null;
      do {
        int before = commits.get();
        Page<IndexedRun> page = reader.list(query, cursor);
        page.rows().forEach(run -> seen.merge(run.key().run(), 1, Integer::sum));
        cursor = page.next();
        while (commits.get() == before && writer.isAlive()) {
          Thread.onSpinWait();
        }
      } while (cursor != null);
    } finally {
      done.set(true);
      writer.join();
    }

    assertThat(failure).as("seed %d", seed).hasNullValue();
    assertThat(seen.values()).as("seed %d", seed).containsOnly(1);
    for (int i = 0; i < STABLE; i++) {
      assertThat(seen).as("seed %d", seed).containsKey(Lines.id(i));
    }
  }

  private static void commitStable(Random random) throws Exception {
    List<RunLine> lines = new ArrayList<>();
    for (int i = 0; i < STABLE; i++) {
      lines.add(line(random, i));
    }
    scene.commit(Compression.NONE, lines.toArray(RunLine[]::new));
  }

  private static void write(
      Random random,
      AtomicBoolean done,
      AtomicInteger commits,
      AtomicReference<Exception> failure) {
    try {
      for (int i = STABLE; !done.get(); i += WRITTEN_BETWEEN) {
        RunLine[] lines = new RunLine[WRITTEN_BETWEEN];
        for (int j = 0; j < WRITTEN_BETWEEN; j++) {
          lines[j] = line(random, i + j);
        }
        scene.commit(Compression.NONE, lines);
        commits.incrementAndGet();
      }
    } catch (Exception e) {
      failure.set(e);
    }
  }

  /** Few times, so that many pages end between equal ones, and some runs without one. */
  private static RunLine line(Random random, int number) {
    Instant start = random.nextInt(10) == 0 ? null : Lines.at(random.nextInt(20));
    String project = "project " + random.nextInt(3);
    return Lines.create(
        "default",
        number,
        Lines.trace(number),
        new Listing(project, null, "n", "llm", null, start, null));
  }
}
