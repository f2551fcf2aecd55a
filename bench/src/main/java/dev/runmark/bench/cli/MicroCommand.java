package dev.runmark.bench.cli;

import dev.runmark.bench.micro.MicroBench;
import dev.runmark.bench.micro.MicroPlan;
import dev.runmark.bench.micro.MicroReport;
import dev.runmark.bench.micro.MicroTable;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Single steps, by JMH. */
@Command(
    name = "micro",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Measures by JMH what single steps cost, each beside a floor: appending a line, its"
            + " checksum, folding, rows, COPY's encoding, cursors.")
final class MicroCommand implements Callable<Integer> {

  private static final int WARM_UP_MILLIS = 4000;
  private static final int MILLIS = 4000;

  @Option(
      names = "--quick",
      description = "one round of a second: whether it works, not how fast it is")
  private boolean quick;

  @Option(
      names = "--sizes",
      split = ",",
      paramLabel = "KB",
      defaultValue = "10",
      description = "sizes of runs (default: ${DEFAULT-VALUE})")
  private List<Integer> sizes;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "3",
      description = "of everything (default: ${DEFAULT-VALUE})")
  private int rounds;

  @Option(names = "--json", paramLabel = "FILE", description = "where to write all figures")
  private @Nullable Path json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    MicroPlan plan = plan();
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    MicroReport report = new MicroBench(plan, err::println).measure();
    new MicroTable(out).print(report);
    if (json != null) {
      report.writeJson(json);
    }
    return 0;
  }

  private MicroPlan plan() {
    try {
      return quick
          ? new MicroPlan(sizes, 1, 1, 1000, 1000)
          : new MicroPlan(sizes, rounds, 1, WARM_UP_MILLIS, MILLIS);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()));
    }
  }
}
