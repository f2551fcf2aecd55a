package dev.runmark.bench.ingest;

import dev.runmark.bench.flink.BenchCluster;
import dev.runmark.bench.measure.Machine;
import dev.runmark.bench.servers.CpuClock;
import dev.runmark.bench.servers.OptionsFile;
import dev.runmark.bench.servers.ServerKind;
import dev.runmark.bench.servers.Servers;
import dev.runmark.bench.servers.Software;
import dev.runmark.bench.servers.Topics;
import java.io.IOException;
import java.nio.file.Files;
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
 * Measures how many records a second get from a Kafka topic to where readers see them: Runmark and
 * its peers, one after the other, over the same topic, on the same servers.
 *
 * <p>The servers have processes of their own; Flink runs in this one. The order turns around in
 * each round. Every pass is verified, record by record, before it counts.
 */
public final class IngestBench {

  private final IngestPlan plan;
  private final Path directory;
  private final Consumer<String> progress;

  /**
   * @param directory for all data, empty
   * @param progress is told what happens, line by line
   */
  public IngestBench(IngestPlan plan, Path directory, Consumer<String> progress) {
    this.plan = plan;
    this.directory = directory.toAbsolutePath();
    this.progress = progress;
  }

  /** Starts everything, measures, and ends everything; the directory's files stay. */
  public Report measure() throws Exception {
    double loadBefore = Machine.load();
    progress.accept("starting Kafka, S3 and PostgreSQL …");
    try (Servers servers =
            Servers.start(directory, ServerKind.KAFKA, ServerKind.S3, ServerKind.POSTGRES);
        Objects objects = new Objects(servers.s3());
        BenchCluster cluster =
            BenchCluster.start(
                directory,
                servers.s3(),
                TimedPass.CHECKPOINT_INTERVAL,
                Collections.max(plan.parallelisms()))) {
      Path files = Files.createDirectories(directory.resolve("options"));
      Target target =
          new Target(servers.bootstrapServers(), servers.s3(), objects, servers.postgres(), files);
      Topics topics = new Topics(servers.bootstrapServers());
      topics.create(OptionsFile.REJECTED, 1, Map.of());
      Passes passes = new Passes(new TimedPass(cluster), servers.cpu("flink"));
      List<SizeResult> sizes = new ArrayList<>();
      for (int kilobytes : plan.kilobytes()) {
        sizes.addAll(measure(kilobytes, target, topics, passes));
      }
      return new Report(
          "ingest",
          Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
          Machine.describe(Runtime.getRuntime().maxMemory() / 1_000_000, loadBefore),
          Software.describe(servers.postgres()),
          TimedPass.CHECKPOINT_INTERVAL.toSeconds(),
          plan,
          sizes);
    }
  }

  private List<SizeResult> measure(int kilobytes, Target target, Topics topics, Passes passes)
      throws IOException, SQLException, InterruptedException {
    String name = "runs-" + kilobytes + "kb";
    progress.accept("filling topic " + name + " with " + plan.megabytes() + " MB …");
    topics.create(name, IngestPlan.MOST_PARALLEL, Map.of());
    LoadedTopic topic =
        new TopicLoader(target.bootstrapServers())
            .load(name, kilobytes * 1000, plan.megabytes() * 1_000_000L);
    List<SizeResult> results = new ArrayList<>();
    for (int parallelism : plan.parallelisms()) {
      Lineup lineup = new Lineup(plan, target, topic, parallelism);
      results.add(
          SizeResult.of(kilobytes, parallelism, topic, rounds(lineup, passes), Lineup.names(plan)));
    }
    topics.delete(name);
    return results;
  }

  /** The runs that count. */
  private List<Run> rounds(Lineup lineup, Passes passes)
      throws IOException, SQLException, InterruptedException {
    List<Run> counted = new ArrayList<>();
    for (int round = 1 - plan.warmUps(); round <= plan.rounds(); round++) {
      for (Map.Entry<String, Pipeline> one : lineup.ofRound(round).entrySet()) {
        Run run = passes.run(one.getKey(), round, one.getValue(), lineup);
        progress.accept(describe(run, lineup));
        if (round > 0) {
          counted.add(run);
        }
      }
    }
    return counted;
  }

  private static String describe(Run run, Lineup lineup) {
    return String.format(
        Locale.ROOT,
        "%s, parallelism %d, %s: %-21s %6.1f s  %8.0f records/s  %6.1f MB/s  state %.0f MB  load %.1f",
        lineup.topic().name(),
        lineup.parallelism(),
        run.round() < 1 ? "warm-up" : "round " + run.round(),
        run.pipeline(),
        run.seconds(),
        run.recordsPerSecond(),
        run.megabytesPerSecond(),
        run.checkpoints().largestMegabytes(),
        run.load());
  }

  /** Runs pipelines, each from a clean start and to a clean end. */
  private record Passes(TimedPass timed, CpuClock clock) {

    Run run(String name, int round, Pipeline pipeline, Lineup lineup)
        throws IOException, SQLException, InterruptedException {
      LoadedTopic topic = lineup.topic();
      pipeline.prepare();
      // The garbage of one pass is not the next one's cost.
      System.gc();
      double load = Machine.load();
      Map<String, Double> before = clock.read();
      Pass pass = timed.run(pipeline, lineup.parallelism(), topic.records());
      Map<String, Double> cpu = CpuClock.between(before, clock.read());
      long stored = pipeline.verify();
      pipeline.clear();
      return new Run(
          name,
          round,
          pass.took().toNanos() / 1e9,
          topic.records(),
          topic.bytes(),
          stored,
          cpu,
          pass.checkpoints(),
          pass.longestWait() == null ? null : pass.longestWait().toNanos() / 1e9,
          load);
    }
  }
}
