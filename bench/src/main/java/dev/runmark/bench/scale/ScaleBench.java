package dev.runmark.bench.scale;

import dev.runmark.bench.load.PartLoader;
import dev.runmark.bench.measure.Machine;
import dev.runmark.bench.measure.Spread;
import dev.runmark.bench.servers.IndexSchema;
import dev.runmark.bench.servers.PostgresAccess;
import dev.runmark.bench.servers.S3Access;
import dev.runmark.bench.servers.ServerKind;
import dev.runmark.bench.servers.Servers;
import dev.runmark.bench.servers.Software;
import dev.runmark.storage.failure.ReadException;
import dev.runmark.storage.index.PartCommit;
import dev.runmark.storage.index.PostgresOffsetIndex;
import dev.runmark.storage.index.PostgresReadIndex;
import dev.runmark.storage.part.Compression;
import dev.runmark.storage.part.PartLocation;
import dev.runmark.storage.part.RunLine;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Measures what a run costs in an index that grows by powers of ten: its commit, its look-up, the
 * first page of a list, its bytes. PostgreSQL alone: the rows name parts that never were.
 */
public final class ScaleBench {

  private static final int ROWS_A_PART = 50_000;
  private static final int WARM_UP_RUNS = 10_000;
  private static final int NEWEST = 100;
  private static final PartLocation LOCATION = new PartLocation(S3Access.BUCKET, "runs");

  private final ScalePlan plan;
  private final Path directory;
  private final Consumer<String> progress;

  /**
   * @param directory for all data, empty
   * @param progress is told what happens, line by line
   */
  public ScaleBench(ScalePlan plan, Path directory, Consumer<String> progress) {
    this.plan = plan;
    this.directory = directory.toAbsolutePath();
    this.progress = progress;
  }

  /** Starts everything, measures, and ends everything; the directory's files stay. */
  public ScaleReport measure() throws Exception {
    double loadBefore = Machine.load();
    progress.accept("starting PostgreSQL …");
    try (Servers servers = Servers.start(directory, ServerKind.POSTGRES)) {
      PostgresAccess access = servers.postgres();
      warmUp(IndexSchema.create("warm_up", access));
      List<SizeResult> sizes = grow(IndexSchema.create("runmark", access), plan.sizes());
      return new ScaleReport(
          "scale",
          Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
          Machine.describe(Runtime.getRuntime().maxMemory() / 1_000_000, loadBefore),
          Software.describe(access),
          plan,
          sizes);
    }
  }

  /** The first commits of a JVM say what compiling costs. */
  private void warmUp(IndexSchema schema) throws Exception {
    progress.accept("warming up …");
    grow(schema, List.of((long) WARM_UP_RUNS, 2L * WARM_UP_RUNS, 3L * WARM_UP_RUNS));
  }

  private List<SizeResult> grow(IndexSchema schema, List<Long> wanted) throws Exception {
    GrowingRuns runs = new GrowingRuns(NEWEST);
    List<SizeResult> sizes = new ArrayList<>();
    try (PostgresOffsetIndex index = new PostgresOffsetIndex(schema.writing());
        PostgresReadIndex reading = new PostgresReadIndex(schema.reading())) {
      for (long size : wanted) {
        List<Double> commits = new ArrayList<>();
        while (runs.made() < size) {
          int rows = (int) Math.min(plan.batch(), size - runs.made());
          commits.add(commit(index, runs.next(rows)));
        }
        SizeResult result = look(schema, new IndexReader(reading, runs), size, commits);
        progress.accept(describe(result));
        sizes.add(result);
      }
    }
    return sizes;
  }

  private static double commit(PostgresOffsetIndex index, List<RunLine> lines)
      throws IOException, InterruptedException {
    List<List<RunLine>> parts = new ArrayList<>();
    for (int from = 0; from < lines.size(); from += ROWS_A_PART) {
      parts.add(lines.subList(from, Math.min(lines.size(), from + ROWS_A_PART)));
    }
    PartCommit commit = PartLoader.rowsAlone(LOCATION, Compression.NONE, parts);
    long begun = System.nanoTime();
    index.commit(commit);
    return lines.size() / ((System.nanoTime() - begun) / 1e9);
  }

  private SizeResult look(IndexSchema schema, IndexReader reader, long size, List<Double> commits)
      throws SQLException, ReadException {
    String table = schema.name() + ".runs";
    PostgresAccess access = schema.owner();
    // As the server would do it by itself, some time.
    access.execute("VACUUM (ANALYZE) " + table);
    long rows = access.number("SELECT count(*) FROM " + table);
    if (rows != size) {
      throw new IllegalStateException(rows + " rows of " + size + " are in the index");
    }
    // As many that are not counted.
    reader.lookUps(plan.reads(), 0);
    reader.pages(plan.reads());
    double[] lookUps = new double[plan.rounds()];
    double[] pages = new double[plan.rounds()];
    for (int round = 0; round < plan.rounds(); round++) {
      lookUps[round] = reader.lookUps(plan.reads(), round + 1);
      pages[round] = reader.pages(plan.reads());
    }
    return new SizeResult(
        size,
        Spread.of(commits.stream().mapToDouble(Double::doubleValue).toArray()),
        Spread.of(lookUps),
        Spread.of(pages),
        access.number("SELECT pg_table_size('" + table + "')") / (double) size,
        access.number("SELECT pg_indexes_size('" + table + "')") / (double) size,
        commits);
  }

  private static String describe(SizeResult size) {
    return String.format(
        Locale.ROOT,
        "%9d runs: commit %s rows/s, look-up %s µs, first page %s µs  load %.1f",
        size.runs(),
        size.rowsPerSecond().text("%.0f"),
        size.lookUpMicros().text("%.0f"),
        size.pageMicros().text("%.0f"),
        Machine.load());
  }
}
