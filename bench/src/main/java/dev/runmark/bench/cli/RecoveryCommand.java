package dev.runmark.bench.cli;

import dev.runmark.bench.recovery.Heartbeat;
import dev.runmark.bench.recovery.RecoveryBench;
import dev.runmark.bench.recovery.RecoveryPlan;
import dev.runmark.bench.recovery.RecoveryReport;
import dev.runmark.bench.recovery.RecoveryTable;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A TaskManager that is killed. */
@Command(
    name = "recovery",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Measures how long it takes from kill -9 of a TaskManager under load until new runs are"
            + " visible again.")
final class RecoveryCommand implements Callable<Integer> {

  @Option(
      names = "--quick",
      description =
          "two kills, short heartbeats, a checkpoint each second: whether it works, not how long it"
              + " takes")
  private boolean quick;

  @Option(
      names = "--heartbeats",
      split = ",",
      paramLabel = "SETTING",
      defaultValue = "shipped,short",
      description =
          "shipped (Flink's own: 10 s, lost after 50 s), short (1 s, 10 s) (default:"
              + " ${DEFAULT-VALUE})")
  private List<Heartbeat> heartbeats = List.of();

  @Option(
      names = "--kills",
      paramLabel = "N",
      defaultValue = "10",
      description = "of a TaskManager with each setting (default: ${DEFAULT-VALUE})")
  private int kills;

  @Option(
      names = "--size",
      paramLabel = "KB",
      defaultValue = "10",
      description = "of runs (default: ${DEFAULT-VALUE})")
  private int size;

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "200",
      description = "runs a second (default: ${DEFAULT-VALUE})")
  private double rate;

  @Option(
      names = "--checkpoint",
      paramLabel = "SECONDS",
      defaultValue = "10",
      description = "between two (default: ${DEFAULT-VALUE}, as shipped)")
  private int checkpoint;

  @Mixin private final Outcome outcome = new Outcome();

  @Mixin private final DataDirectory data = new DataDirectory();

  @Override
  public Integer call() throws Exception {
    RecoveryPlan plan = plan();
    data.with(
        "recovery",
        directory -> {
          RecoveryReport report = new RecoveryBench(plan, directory, outcome.progress()).measure();
          outcome.tell(report, (out, told) -> new RecoveryTable(out).print(told));
        });
    return 0;
  }

  private RecoveryPlan plan() {
    return outcome.plan(
        () ->
            quick
                ? new RecoveryPlan(List.of(Heartbeat.SHORT), 2, size, rate, 1)
                : new RecoveryPlan(heartbeats, kills, size, rate, checkpoint));
  }
}
