package dev.runmark.bench.cli;

import dev.runmark.bench.commit.CommitBench;
import dev.runmark.bench.commit.CommitPlan;
import dev.runmark.bench.commit.CommitReport;
import dev.runmark.bench.commit.CommitTable;
import dev.runmark.bench.commit.IdOrder;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Rows into PostgreSQL. */
@Command(
    name = "commit",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Measures how long a batch of rows takes until it is visible, by the committer and by other"
            + " ways into the same table.")
final class CommitCommand implements Callable<Integer> {

  @Option(
      names = "--quick",
      description = "batches of 1,000 rows: whether it works, not how fast it is")
  private boolean quick;

  @Option(
      names = "--rows",
      paramLabel = "N",
      split = ",",
      defaultValue = "100,10000,100000",
      description = "of a batch (default: ${DEFAULT-VALUE})")
  private List<Integer> rows = List.of();

  @Option(
      names = "--ids",
      paramLabel = "ORDER",
      split = ",",
      defaultValue = "time_ordered,random",
      description = "of the runs: time_ordered, random (default: ${DEFAULT-VALUE})")
  private List<IdOrder> ids = List.of();

  @Option(
      names = "--filled",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "rows that every table has before; about 1 GB of disk a million (default:"
              + " ${DEFAULT-VALUE}, each batch into an empty table)")
  private long filled;

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
    CommitPlan plan = plan();
    data.with(
        "commit",
        directory -> {
          CommitReport report = new CommitBench(plan, directory, outcome.progress()).measure();
          outcome.tell(report, (out, told) -> new CommitTable(out).print(told));
        });
    return 0;
  }

  private CommitPlan plan() {
    return outcome.plan(() -> new CommitPlan(quick ? List.of(1000) : rows, ids, filled, 2, rounds));
  }
}
