package dev.runmark.bench.cli;

import dev.runmark.bench.batch.BatchBench;
import dev.runmark.bench.batch.BatchPlan;
import dev.runmark.bench.batch.BatchReport;
import dev.runmark.bench.batch.BatchTable;
import dev.runmark.bench.post.Shape;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A batch of large runs, through the sink and by the ways it replaces. */
@Command(
    name = "batch",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Measures how long a batch of large runs takes until it is visible, what memory that needs"
            + " and how long one run takes to be read back, by Runmark and by the ways it"
            + " replaces.")
final class BatchCommand implements Callable<Integer> {

  @Option(
      names = "--quick",
      description = "two rounds of few reads: whether it works, not how fast it is")
  private boolean quick;

  @Option(
      names = "--shapes",
      paramLabel = "RUNSxKB",
      split = ",",
      defaultValue = "500x10,50x100",
      description =
          "runs a batch, and KB of each of their three fields (default: ${DEFAULT-VALUE})")
  private List<String> shapes = List.of();

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "9",
      description = "that are counted, after three to warm up (default: ${DEFAULT-VALUE})")
  private int rounds;

  @Option(
      names = "--reads",
      paramLabel = "N",
      defaultValue = "300",
      description = "of single runs in a round (default: ${DEFAULT-VALUE})")
  private int reads;

  @Mixin private final Outcome outcome = new Outcome();

  @Mixin private final DataDirectory data = new DataDirectory();

  @Override
  public Integer call() throws Exception {
    BatchPlan plan = plan();
    data.with(
        "batch",
        directory -> {
          BatchReport report = new BatchBench(plan, directory, outcome.progress()).measure();
          outcome.tell(report, (out, told) -> new BatchTable(out).print(told));
        });
    return 0;
  }

  private BatchPlan plan() {
    return outcome.plan(
        () -> {
          List<Shape> wanted = shapes.stream().map(Shape::parse).toList();
          return quick ? new BatchPlan(wanted, 1, 2, 30) : new BatchPlan(wanted, 3, rounds, reads);
        });
  }
}
