package dev.runmark.bench.cli;

import dev.runmark.bench.decode.DecodeBench;
import dev.runmark.bench.decode.DecodePlan;
import dev.runmark.bench.decode.DecodeReport;
import dev.runmark.bench.decode.DecodeTable;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

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

  @Mixin private final Outcome outcome = new Outcome();

  @Override
  public Integer call() throws Exception {
    DecodePlan plan = plan();
    DecodeReport report = new DecodeBench(plan, outcome.progress()).measure();
    outcome.tell(report, (out, told) -> new DecodeTable(out).print(told));
    return 0;
  }

  private DecodePlan plan() {
    return outcome.plan(
        () ->
            quick
                ? new DecodePlan(sizes, 1, 2, 2)
                : new DecodePlan(sizes, rounds, WARM_UP_SECONDS, SECONDS));
  }
}
