package dev.runmark.bench.batch;

import dev.runmark.bench.measure.Heap;
import dev.runmark.bench.measure.Machine;
import dev.runmark.bench.measure.Spread;
import dev.runmark.bench.post.Shape;
import dev.runmark.bench.servers.CpuClock;
import dev.runmark.bench.servers.IndexSchema;
import dev.runmark.bench.servers.PostgresAccess;
import dev.runmark.bench.servers.ServerKind;
import dev.runmark.bench.servers.Servers;
import dev.runmark.bench.servers.Software;
import dev.runmark.storage.part.Compression;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;

/**
 * Measures how long a batch of large runs takes until it is visible, what memory that needs, and
 * how long a single run takes to be read back: by what the sink does, and by the ways it replaces,
 * taking turns on one S3 server and one PostgreSQL.
 */
public final class BatchBench {

  /** The way that the others are compared with. */
  static final String BASELINE = "Runmark";

  private final BatchPlan plan;
  private final Path directory;
  private final Consumer<String> progress;

  /**
   * @param directory for all data, empty
   * @param progress is told what happens, line by line
   */
  public BatchBench(BatchPlan plan, Path directory, Consumer<String> progress) {
    this.plan = plan;
    this.directory = directory.toAbsolutePath();
    this.progress = progress;
  }

  /** Starts everything, measures, and ends everything; the directory's files stay. */
  public BatchReport measure() throws Exception {
    double loadBefore = Machine.load();
    progress.accept("starting S3 and PostgreSQL …");
    try (Servers servers = Servers.start(directory, ServerKind.S3, ServerKind.POSTGRES)) {
      PostgresAccess access = servers.postgres();
      IndexSchema index = IndexSchema.create("runmark", access);
      List<ShapeResult> shapes = new ArrayList<>();
      List<Way> ways = new ArrayList<>();
      try (Stores stores = new Stores(servers.s3().options())) {
        for (Compression each : List.of(Compression.NONE, Compression.ZSTD)) {
          ways.add(new RunmarkWay(each, index, servers.s3(), stores));
        }
        ways.add(new ArrayWay(index.name(), access, stores));
        ways.add(new NdjsonWay(index.name(), access, stores));
        for (Shape shape : plan.shapes()) {
          shapes.add(shape(shape, ways, stores, servers.cpu("bench")));
        }
      } finally {
        close(ways);
      }
      return new BatchReport(
          "batch",
          Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
          Machine.describe(Runtime.getRuntime().maxMemory() / 1_000_000, loadBefore),
          Software.describe(access),
          plan,
          shapes);
    }
  }

  private static void close(List<Way> ways) throws SQLException {
    for (Way way : ways) {
      way.close();
    }
  }

  private ShapeResult shape(Shape shape, List<Way> ways, Stores stores, CpuClock cpu)
      throws Exception {
    Batches batches = new Batches(shape);
    List<Pass> counted = new ArrayList<>();
    List<Way> turns = new ArrayList<>(ways);
    for (int round = 1 - plan.warmUps(); round <= plan.rounds(); round++) {
      for (Way way : turns) {
        Pass pass = pass(way, batches.next(), round, cpu);
        progress.accept(describe(shape, pass));
        if (round > 0) {
          counted.add(pass);
        }
      }
      Collections.rotate(turns, 1);
    }
    Map<String, List<Double>> peaks = new LinkedHashMap<>();
    for (Way way : ways) {
      peaks.put(way.name(), peaks(way, batches, stores));
    }
    long bytes = batches.next().stream().mapToLong(run -> run.document().length).sum();
    return ShapeResult.of(shape.toString(), bytes, counted, peaks);
  }

  private Pass pass(Way way, List<FieldedRun> batch, int round, CpuClock cpu) throws Exception {
    // What the others left behind is collected now, and not while this is measured.
    System.gc();
    Map<String, Double> used = cpu.read();
    long allocated = Heap.allocated();
    long begun = System.nanoTime();
    way.store(batch);
    double millis = (System.nanoTime() - begun) / 1e6;
    double megabytes = (Heap.allocated() - allocated) / 1e6;
    double seconds =
        CpuClock.between(used, cpu.read()).values().stream().mapToDouble(Double::doubleValue).sum();
    double readMicros = readSome(way, batch, round);
    readAll(way, batch);
    return new Pass(way.name(), round, millis, seconds * 1000, megabytes, readMicros);
  }

  private double readSome(Way way, List<FieldedRun> batch, int round) throws Exception {
    Random random = new Random(round);
    double[] micros = new double[plan.reads()];
    for (int i = 0; i < micros.length; i++) {
      FieldedRun run = batch.get(random.nextInt(batch.size()));
      long begun = System.nanoTime();
      List<byte[]> read = way.read(run.id());
      micros[i] = (System.nanoTime() - begun) / 1e3;
      run.require(way.name(), read);
    }
    return Spread.of(micros).median();
  }

  private static void readAll(Way way, List<FieldedRun> batch) throws Exception {
    for (FieldedRun run : batch) {
      run.require(way.name(), way.read(run.id()));
    }
  }

  private List<Double> peaks(Way way, Batches batches, Stores stores) throws Exception {
    List<Double> peaks = new ArrayList<>();
    for (int i = 0; i < plan.watched(); i++) {
      List<FieldedRun> batch = batches.next();
      // Buffers that go round in a store count as what they are: memory that the batch needs.
      stores.renew();
      peaks.add(Heap.peakOver(() -> way.store(batch)) / 1e6);
      readAll(way, batch);
    }
    return peaks;
  }

  private static String describe(Shape shape, Pass pass) {
    return String.format(
        Locale.ROOT,
        "%s, %s: %-20s visible after %6.0f ms, allocated %6.1f MB, a read %6.0f µs  load %.1f",
        shape,
        pass.round() < 1 ? "warm-up" : "round " + pass.round(),
        pass.way(),
        pass.millis(),
        pass.allocatedMegabytes(),
        pass.readMicros(),
        Machine.load());
  }
}
