package dev.runmark.bench.cli;

import dev.runmark.bench.scale.ScaleBench;
import dev.runmark.bench.scale.ScalePlan;
import dev.runmark.bench.scale.ScaleReport;
import dev.runmark.bench.scale.ScaleTable;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** An index that grows by powers of ten. */
@Command(
    name = "scale",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Measures what a run costs while the index grows by powers of ten: its commit, its look-up,"
            + " the first page of a list, its bytes.")
final class ScaleCommand implements Callable<Integer> {

  private static final long QUICK = 100_000;

  @Option(
      names = "--quick",
      description = "100,000 runs and few reads: whether it works, not how fast it is")
  private boolean quick;

  @Option(
      names = "--runs",
      paramLabel = "N",
      defaultValue = "1000000",
      description =
          "in the end; about 1 GB of disk a million, ten million take some minutes (default:"
              + " ${DEFAULT-VALUE})")
  private long runs;

  @Option(
      names = "--batch",
      paramLabel = "N",
      defaultValue = "100000",
      description = "rows of a commit (default: ${DEFAULT-VALUE})")
  private int batch;

  @Option(
      names = "--reads",
      paramLabel = "N",
      defaultValue = "1000",
      description = "of each kind in each of five rounds (default: ${DEFAULT-VALUE})")
  private int reads;

  @Mixin private final Outcome outcome = new Outcome();

  @Mixin private final DataDirectory data = new DataDirectory();

  @Override
  public Integer call() throws Exception {
    ScalePlan plan = plan();
    data.with(
        "scale",
        directory -> {
          ScaleReport report = new ScaleBench(plan, directory, outcome.progress()).measure();
          outcome.tell(report, (out, told) -> new ScaleTable(out).print(told));
        });
    return 0;
  }

  private ScalePlan plan() {
    return outcome.plan(
        () -> quick ? new ScalePlan(QUICK, batch, 100, 3) : new ScalePlan(runs, batch, reads, 5));
  }
}
