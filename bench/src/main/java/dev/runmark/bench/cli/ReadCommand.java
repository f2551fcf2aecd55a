package dev.runmark.bench.cli;

import dev.runmark.bench.read.ReadBench;
import dev.runmark.bench.read.ReadPlan;
import dev.runmark.bench.read.ReadReport;
import dev.runmark.bench.read.ReadTable;
import dev.runmark.storage.part.Compression;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** One run read, against the two calls that it is made of. */
@Command(
    name = "read",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Measures how long reading one run takes, by the library and over HTTP, as a ratio to the"
            + " same look-up and range GET by hand.")
final class ReadCommand implements Callable<Integer> {

  private static final int LEAST_ROUNDS = 3;
  private static final int QUICK_READS = 500;

  @Option(
      names = "--quick",
      description = "500 reads instead of --reads: whether it works, not how fast it is")
  private boolean quick;

  @Option(
      names = "--sizes",
      split = ",",
      paramLabel = "KB",
      defaultValue = "1,10,100",
      description = "sizes of runs (default: ${DEFAULT-VALUE})")
  private List<Integer> sizes;

  @Option(
      names = "--clients",
      split = ",",
      paramLabel = "N",
      defaultValue = "1,16",
      description = "that read at the same time (default: ${DEFAULT-VALUE})")
  private List<Integer> clients;

  @Option(
      names = "--compression",
      split = ",",
      paramLabel = "NAME",
      defaultValue = "none,zstd",
      description = "of the parts: none, zstd, gzip (default: ${DEFAULT-VALUE})")
  private List<Compression> compressions;

  @Option(
      names = "--reads",
      paramLabel = "N",
      defaultValue = "4000",
      description = "of each way in each round (default: ${DEFAULT-VALUE})")
  private int reads;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "5",
      description = "that are counted, after two to warm up (default: ${DEFAULT-VALUE})")
  private int rounds;

  @Mixin private final Outcome outcome = new Outcome();

  @Mixin private final DataDirectory data = new DataDirectory();

  @Override
  public Integer call() throws Exception {
    ReadPlan plan = plan();
    data.with(
        "read",
        directory -> {
          ReadReport report = new ReadBench(plan, directory, outcome.progress()).measure();
          outcome.tell(report, (out, told) -> new ReadTable(out).print(told));
        });
    return 0;
  }

  private ReadPlan plan() {
    if (rounds < LEAST_ROUNDS) {
      throw outcome.refused("--rounds " + rounds + ": a median wants " + LEAST_ROUNDS + " or more");
    }
    return outcome.plan(
        () ->
            new ReadPlan(
                sizes,
                clients,
                compressions,
                quick ? QUICK_READS : reads,
                quick ? 1 : 2,
                quick ? LEAST_ROUNDS : rounds));
  }
}
