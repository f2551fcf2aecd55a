package dev.runmark.bench.cli;

import dev.runmark.bench.micro.MicroBench;
import dev.runmark.bench.micro.MicroPlan;
import dev.runmark.bench.micro.MicroReport;
import dev.runmark.bench.micro.MicroTable;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

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

  @Mixin private final Outcome outcome = new Outcome();

  @Override
  public Integer call() throws Exception {
    MicroPlan plan = plan();
    MicroReport report = new MicroBench(plan, outcome.progress()).measure();
    outcome.tell(report, (out, told) -> new MicroTable(out).print(told));
    return 0;
  }

  private MicroPlan plan() {
    return outcome.plan(
        () ->
            quick
                ? new MicroPlan(sizes, 1, 1, 1000, 1000)
                : new MicroPlan(sizes, rounds, 1, WARM_UP_MILLIS, MILLIS));
  }
}
