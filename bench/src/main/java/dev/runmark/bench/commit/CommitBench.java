package dev.runmark.bench.commit;

import dev.runmark.bench.measure.Machine;
import dev.runmark.bench.servers.CpuClock;
import dev.runmark.bench.servers.IndexSchema;
import dev.runmark.bench.servers.PostgresAccess;
import dev.runmark.bench.servers.ServerKind;
import dev.runmark.bench.servers.Servers;
import dev.runmark.bench.servers.Software;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Measures what it costs to make a batch of rows visible: by Runmark's committer, and by other ways
 * into a table that is the same, taking turns on one PostgreSQL.
 */
public final class CommitBench {

  /** The way that the others are compared with. */
  static final String COPY = "COPY, same table";

  private final CommitPlan plan;
  private final Path directory;
  private final Consumer<String> progress;
  private int batches;

  /**
   * @param directory for all data, empty
   * @param progress is told what happens, line by line
   */
  public CommitBench(CommitPlan plan, Path directory, Consumer<String> progress) {
    this.plan = plan;
    this.directory = directory.toAbsolutePath();
    this.progress = progress;
  }

  /** Starts everything, measures, and ends everything; the directory's files stay. */
  public CommitReport measure() throws Exception {
    double loadBefore = Machine.load();
    progress.accept("starting PostgreSQL …");
    try (Servers servers = Servers.start(directory, ServerKind.POSTGRES)) {
      PostgresAccess access = servers.postgres();
      IndexSchema index = IndexSchema.create("runmark", access);
      List<CellResult> cells = new ArrayList<>();
      try (Ways ways = new Ways(access, index, IndexSchema.create("source", access))) {
        for (IdOrder ids : plan.ids()) {
          fill(access, ways, ids);
          for (int rows : plan.rows()) {
            cells.add(cell(access, ways.of(rows), servers.cpu("bench"), rows, ids));
          }
        }
      }
      return new CommitReport(
          "commit",
          Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
          Machine.describe(Runtime.getRuntime().maxMemory() / 1_000_000, loadBefore),
          Software.describe(access),
          plan,
          cells);
    }
  }

  /** Every table gets the same rows, older than those of any batch. */
  private void fill(PostgresAccess access, Ways ways, IdOrder ids) throws SQLException {
    for (Way way : ways.of(1)) {
      access.execute("TRUNCATE " + way.table());
    }
    if (plan.filled() == 0) {
      return;
    }
    String first = ways.of(1).get(0).table();
    for (Way way : ways.of(1)) {
      progress.accept("filling " + way.table() + " with " + plan.filled() + " rows …");
      String rows = way.table().equals(first) ? made(ids, plan.filled()) : "SELECT * FROM " + first;
      access.execute("INSERT INTO " + way.table() + " " + rows, "ANALYZE " + way.table());
    }
    access.execute("CHECKPOINT");
  }

  private static String made(IdOrder ids, long rows) {
    return "SELECT i, i, i * 1001::bigint, time, time, 1, 1, 1, 1001, 0, 1000, 0, 1, 1, true, id, id,"
        + " '00000000-0000-0007-0000-000000000007', NULL, 'chain', 'AgentExecutor' FROM (SELECT i,"
        + " timestamptz '2025-02-03' + i * interval '1 ms' AS time, "
        + ids.sql()
        + " AS id FROM (SELECT i, md5(i::text) AS h FROM generate_series(1, "
        + rows
        + ") AS i) AS hashed) AS made";
  }

  private CellResult cell(
      PostgresAccess access, List<Way> ways, CpuClock cpu, int rows, IdOrder ids) throws Exception {
    List<Pass> counted = new ArrayList<>();
    List<Way> turns = new ArrayList<>(ways);
    for (int round = 1 - plan.warmUps(); round <= plan.rounds(); round++) {
      Batch batch = Batch.of(batches++, rows, ids);
      for (Way way : turns) {
        Pass pass = pass(access, way, batch, round, cpu);
        progress.accept(describe(pass, rows, ids));
        if (round > 0) {
          counted.add(pass);
        }
      }
      Collections.rotate(turns, 1);
    }
    return CellResult.of(rows, ids, plan.filled(), ways.stream().map(Way::name).toList(), counted);
  }

  private Pass pass(PostgresAccess access, Way way, Batch batch, int round, CpuClock cpu)
      throws Exception {
    if (plan.filled() == 0) {
      access.execute("TRUNCATE " + way.table());
    }
    way.prepare(batch);
    // What came before is written now, and not while this is measured.
    access.execute("CHECKPOINT");
    long before = count(access, way);
    Map<String, Double> used = cpu.read();
    long begun = System.nanoTime();
    way.store();
    long nanos = System.nanoTime() - begun;
    double seconds =
        CpuClock.between(used, cpu.read()).values().stream().mapToDouble(Double::doubleValue).sum();
    int rows = batch.lines().size();
    long added = count(access, way) - before;
    if (added != way.adds(rows)) {
      throw new IllegalStateException(way.name() + ": " + added + " more rows, by " + rows);
    }
    return Pass.of(way.name(), round, rows, nanos, seconds);
  }

  private static long count(PostgresAccess access, Way way) throws SQLException {
    return access.number("SELECT count(*) FROM " + way.table());
  }

  private static String describe(Pass pass, int rows, IdOrder ids) {
    return String.format(
        Locale.ROOT,
        "%d rows, %s, %s: %-26s %8.1f ms %9.0f rows/s  load %.1f",
        rows,
        ids,
        pass.round() < 1 ? "warm-up" : "round " + pass.round(),
        pass.way(),
        pass.millis(),
        pass.rowsPerSecond(),
        Machine.load());
  }
}
