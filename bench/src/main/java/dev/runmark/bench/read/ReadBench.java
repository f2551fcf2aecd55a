package dev.runmark.bench.read;

import dev.runmark.bench.load.KnownRun;
import dev.runmark.bench.load.PartLoader;
import dev.runmark.bench.measure.Machine;
import dev.runmark.bench.servers.CpuClock;
import dev.runmark.bench.servers.IndexSchema;
import dev.runmark.bench.servers.OptionsFile.Place;
import dev.runmark.bench.servers.S3Access;
import dev.runmark.bench.servers.ServerKind;
import dev.runmark.bench.servers.Servers;
import dev.runmark.bench.servers.Software;
import dev.runmark.bench.servers.Topics;
import dev.runmark.options.ReaderOptions;
import dev.runmark.storage.index.PostgresOffsetIndex;
import dev.runmark.storage.objects.S3ObjectStore;
import dev.runmark.storage.part.Compression;
import dev.runmark.storage.part.FrameFormat;
import dev.runmark.storage.part.PartLocation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Measures how long it takes to read one run: by hand, by the library, over HTTP, taking turns on
 * the same servers.
 *
 * <p>The servers and the HTTP API have processes of their own; clients, floor and library are in
 * this one. What every read gives is compared with what was stored.
 */
public final class ReadBench {

  static final String FLOOR = "floor";

  private static final Place PLACE = new Place("runs", "runs", "runmark");

  /** Documents of one size are kept to compare with: no more bytes of them than this. */
  private static final int KEPT = 50_000_000;

  private static final int MOST_RUNS = 5_000;
  private static final int PART = 16_000_000;

  private final ReadPlan plan;
  private final Path directory;
  private final Consumer<String> progress;

  /**
   * @param directory for all data, empty
   * @param progress is told what happens, line by line
   */
  public ReadBench(ReadPlan plan, Path directory, Consumer<String> progress) {
    this.plan = plan;
    this.directory = directory.toAbsolutePath();
    this.progress = progress;
  }

  /** Starts everything, measures, and ends everything; the directory's files stay. */
  public ReadReport measure() throws Exception {
    double loadBefore = Machine.load();
    progress.accept("starting Kafka, S3 and PostgreSQL …");
    try (Servers servers =
        Servers.start(directory, ServerKind.KAFKA, ServerKind.S3, ServerKind.POSTGRES)) {
      new Topics(servers.bootstrapServers()).create(PLACE.topic(), 1, Map.of());
      IndexSchema index = IndexSchema.create(PLACE.schema(), servers.postgres());
      Path files = Files.createDirectories(directory.resolve("options"));
      try (Ways ways = Ways.open(servers, index, PLACE, files)) {
        List<CellResult> cells = new ArrayList<>();
        for (Compression compression : plan.compressions()) {
          for (int kilobytes : plan.kilobytes()) {
            cells.addAll(measure(servers, index, ways, new Sort(compression, kilobytes)));
          }
        }
        return new ReadReport(
            "read",
            Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
            Machine.describe(Runtime.getRuntime().maxMemory() / 1_000_000, loadBefore),
            Software.describe(servers.postgres()),
            ReaderOptions.DEFAULT.connections(),
            plan,
            cells);
      }
    }
  }

  private record Sort(Compression compression, int kilobytes) {}

  private List<CellResult> measure(Servers servers, IndexSchema index, Ways ways, Sort sort)
      throws Exception {
    List<KnownRun> runs = store(servers, index, sort);
    long bytes = runs.stream().mapToLong(run -> run.document().length).sum() / runs.size();
    List<CellResult> cells = new ArrayList<>();
    for (int count : plan.clients()) {
      try (Clients clients = new Clients(count, runs)) {
        List<Pass> counted = new ArrayList<>();
        for (int round = 1 - plan.warmUps(); round <= plan.rounds(); round++) {
          List<Pass> passes = round(round, ways, clients, servers.cpu("bench"));
          passes.forEach(pass -> progress.accept(describe(sort, count, pass)));
          if (round > 0) {
            counted.addAll(passes);
          }
        }
        cells.add(
            new CellResult(
                sort.compression,
                sort.kilobytes,
                count,
                bytes,
                CellResult.ways(ways.names(), counted)));
      }
    }
    return cells;
  }

  /** All ways, a slice of reads at a time, each time in another order. */
  private List<Pass> round(int round, Ways ways, Clients clients, CpuClock cpu)
      throws IOException, InterruptedException {
    Map<String, Reads> all = new LinkedHashMap<>();
    ways.names().forEach(name -> all.put(name, new Reads()));
    List<String> order = ways.names();
    for (int slice = 0; slice < ReadPlan.SLICES; slice++) {
      Collections.rotate(order, 1);
      for (String name : order) {
        long seed = (long) round * ReadPlan.SLICES + slice;
        Map<String, Double> before = cpu.read();
        Clients.Took took = clients.read(ways.named(name), plan.reads() / ReadPlan.SLICES, seed);
        all.getOrDefault(name, new Reads()).add(took, CpuClock.between(before, cpu.read()));
      }
    }
    List<Pass> passes = new ArrayList<>();
    all.forEach((name, reads) -> passes.add(reads.pass(name, round)));
    return passes;
  }

  /** Those of one way in one round. */
  private static final class Reads {
    private final List<long[]> slices = new ArrayList<>();
    private long wallNanos;
    private double cpuSeconds;

    void add(Clients.Took took, Map<String, Double> cpu) {
      slices.add(took.nanos());
      wallNanos += took.wallNanos();
      cpuSeconds += cpu.values().stream().mapToDouble(Double::doubleValue).sum();
    }

    Pass pass(String way, int round) {
      long[] nanos = slices.stream().flatMapToLong(Arrays::stream).toArray();
      return Pass.of(way, round, nanos, wallNanos, cpuSeconds);
    }
  }

  private List<KnownRun> store(Servers servers, IndexSchema index, Sort sort) throws Exception {
    int count = Math.min(MOST_RUNS, KEPT / (sort.kilobytes * 1000));
    List<KnownRun> runs = KnownRun.of(sort.kilobytes, count);
    progress.accept("storing " + count + " runs of " + sort.kilobytes + " KB …");
    // The next size's runs have other ids; another compression's have the same ones.
    servers.postgres().execute("TRUNCATE " + index.name() + ".runs, " + index.name() + ".parts");
    try (S3ObjectStore store = S3ObjectStore.open(servers.s3().options());
        PostgresOffsetIndex writer = new PostgresOffsetIndex(index.writing())) {
      PartLoader loader =
          new PartLoader(
              store,
              writer,
              new PartLocation(S3Access.BUCKET, PLACE.prefix()),
              FrameFormat.of(sort.compression));
      int each = Math.max(1, PART / (sort.kilobytes * 1000));
      for (int from = 0; from < count; from += each) {
        loader.commit(KnownRun.lines(runs.subList(from, Math.min(count, from + each))));
      }
    }
    servers.postgres().execute("VACUUM (ANALYZE) " + index.name() + ".runs");
    return runs;
  }

  private static String describe(Sort sort, int clients, Pass pass) {
    return String.format(
        Locale.ROOT,
        "%s, %d KB, clients: %d, %s: %-15s p50 %6.0f µs  p99 %7.0f µs  %6.0f reads/s  load %.1f",
        sort.compression.name().toLowerCase(Locale.ROOT),
        sort.kilobytes,
        clients,
        pass.round() < 1 ? "warm-up" : "round " + pass.round(),
        pass.way(),
        pass.p50Micros(),
        pass.p99Micros(),
        pass.readsPerSecond(),
        Machine.load());
  }
}
