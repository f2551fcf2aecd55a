package dev.runmark.bench.cli;

import dev.runmark.bench.decode.DecodeBench;
import dev.runmark.bench.decode.DecodePlan;
import dev.runmark.bench.decode.DecodeReport;
import dev.runmark.bench.decode.DecodeTable;
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

/** The decoder against Jackson's streaming parser. */
@Command(
    name = "decode",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Measures by JMH how fast one core turns records into run events, as a ratio to Jackson's"
            + " streaming parser, and what each event allocates.")
final class DecodeCommand implements Callable<Integer> {

  private static final int WARM_UP_SECONDS = 4;
  private static final int SECONDS = 5;

  @Option(
      names = "--quick",
      description = "one round of two seconds: whether it works, not how fast it is")
  private boolean quick;

  @Option(
      names = "--sizes",
      split = ",",
      paramLabel = "KB",
      defaultValue = "1,10,100",
      description = "sizes of records (default: ${DEFAULT-VALUE})")
  private List<Integer> sizes;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "3",
      description = "of all sizes and parsers (default: ${DEFAULT-VALUE})")
  private int rounds;

  @Option(names = "--json", paramLabel = "FILE", description = "where to write all figures")
  private @Nullable Path json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    DecodePlan plan = plan();
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    DecodeReport report = new DecodeBench(plan, err::println).measure();
    new DecodeTable(out).print(report);
    if (json != null) {
      report.writeJson(json);
    }
    return 0;
  }

  private DecodePlan plan() {
    try {
      return quick
          ? new DecodePlan(sizes, 1, 2, 2)
          : new DecodePlan(sizes, rounds, WARM_UP_SECONDS, SECONDS);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()));
    }
  }
}
