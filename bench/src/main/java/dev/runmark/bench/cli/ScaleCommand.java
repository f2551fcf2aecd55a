package dev.runmark.bench.cli;

import dev.runmark.bench.scale.ScaleBench;
import dev.runmark.bench.scale.ScalePlan;
import dev.runmark.bench.scale.ScaleReport;
import dev.runmark.bench.scale.ScaleTable;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

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

  @Option(names = "--json", paramLabel = "FILE", description = "where to write all figures")
  private @Nullable Path json;

  @Mixin private final DataDirectory data = new DataDirectory();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    ScalePlan plan = plan();
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    data.with(
        "scale",
        directory -> {
          ScaleReport report = new ScaleBench(plan, directory, err::println).measure();
          new ScaleTable(out).print(report);
          if (json != null) {
            report.writeJson(json);
          }
        });
    return 0;
  }

  private ScalePlan plan() {
    try {
      return quick ? new ScalePlan(QUICK, batch, 100, 3) : new ScalePlan(runs, batch, reads, 5);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()));
    }
  }
}
