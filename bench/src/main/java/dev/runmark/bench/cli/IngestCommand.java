package dev.runmark.bench.cli;

import dev.runmark.bench.flink.S3Plugin;
import dev.runmark.bench.ingest.IngestBench;
import dev.runmark.bench.ingest.IngestPlan;
import dev.runmark.bench.ingest.Peer;
import dev.runmark.bench.ingest.Report;
import dev.runmark.bench.ingest.ReportTable;
import dev.runmark.bench.ingest.Window;
import dev.runmark.storage.part.Compression;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The whole write path beside its peers. */
@Command(
    name = "ingest",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Measures records per second from Kafka to where readers see them, beside what one"
            + " would use instead, on the same servers.")
final class IngestCommand implements Callable<Integer> {

  private static final int LEAST_ROUNDS = 3;
  private static final int QUICK_MEGABYTES = 400;

  @Option(
      names = "--quick",
      description = "400 MB instead of --megabytes: whether it works, not how fast it is")
  private boolean quick;

  @Option(
      names = "--sizes",
      split = ",",
      paramLabel = "KB",
      defaultValue = "10",
      description = "sizes of runs, for example 1,10,100 (default: ${DEFAULT-VALUE})")
  private List<Integer> sizes;

  @Option(
      names = "--megabytes",
      paramLabel = "MB",
      defaultValue = "4000",
      description = "of input for each size (default: ${DEFAULT-VALUE})")
  private int megabytes;

  @Option(
      names = "--compression",
      split = ",",
      paramLabel = "NAME",
      defaultValue = "none",
      description = "of Runmark's parts: none, zstd, gzip (default: ${DEFAULT-VALUE})")
  private List<Compression> compressions;

  @Option(
      names = "--window",
      split = ",",
      paramLabel = "NAME",
      defaultValue = "none",
      description = "how Runmark gathers traces: none, trace (default: ${DEFAULT-VALUE})")
  private List<Window> windows;

  @Option(
      names = "--peers",
      split = ",",
      paramLabel = "NAME",
      defaultValue = "filesink,ceiling,jdbc,lakehouse",
      description =
          "what it is measured beside: filesink, ceiling (the Kafka source alone), jdbc (FileSink and"
              + " a row for each run through Flink's JDBC connector), lakehouse (Apache Paimon)"
              + " (default: ${DEFAULT-VALUE})")
  private List<Peer> peers;

  @Option(
      names = "--s3-plugins",
      split = ",",
      paramLabel = "NAME",
      defaultValue = "native,hadoop",
      description =
          "Flink's S3 plugins that FileSink is measured with: native, hadoop"
              + " (default: ${DEFAULT-VALUE}); the better one counts")
  private List<S3Plugin> plugins;

  @Option(
      names = "--parallelism",
      split = ",",
      paramLabel = "N",
      defaultValue = "2",
      description = "of every pipeline, for example 1,2 (default: ${DEFAULT-VALUE})")
  private List<Integer> parallelisms;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "3",
      description = "that are counted, after one to warm up (default: ${DEFAULT-VALUE})")
  private int rounds;

  @Mixin private final Outcome outcome = new Outcome();

  @Mixin private final DataDirectory data = new DataDirectory();

  @Override
  public Integer call() throws Exception {
    IngestPlan plan = plan();
    data.with(
        "ingest",
        directory -> {
          Report report = new IngestBench(plan, directory, outcome.progress()).measure();
          outcome.tell(report, (out, told) -> new ReportTable(out).print(told));
        });
    return 0;
  }

  private IngestPlan plan() {
    if (rounds < LEAST_ROUNDS) {
      throw outcome.refused("--rounds " + rounds + ": a median wants " + LEAST_ROUNDS + " or more");
    }
    return outcome.plan(
        () ->
            new IngestPlan(
                sizes,
                quick ? QUICK_MEGABYTES : megabytes,
                compressions,
                windows,
                peers,
                plugins,
                parallelisms,
                1,
                rounds));
  }
}
