package dev.runmark.bench.cli;

import dev.runmark.bench.list.ListBench;
import dev.runmark.bench.list.ListPlan;
import dev.runmark.bench.list.ListReport;
import dev.runmark.bench.list.ListTable;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Very many runs, page by page. */
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Measures how long the pages of a very long list take, the last ones beside the first, and"
            + " how much memory the reader needs.")
final class ListCommand implements Callable<Integer> {

  private static final int QUICK_RUNS = 50_000;
  private static final int QUICK_DOCUMENTS = 5_000;

  @Option(
      names = "--quick",
      description = "50,000 runs and 5,000 with documents: whether it works, not how fast it is")
  private boolean quick;

  @Option(
      names = "--runs",
      paramLabel = "N",
      defaultValue = "1000000",
      description = "that are listed (default: ${DEFAULT-VALUE})")
  private int runs;

  @Option(
      names = "--documents",
      paramLabel = "N",
      defaultValue = "50000",
      description = "runs of 1 KB that are listed with theirs (default: ${DEFAULT-VALUE})")
  private int documents;

  @Option(
      names = "--page",
      paramLabel = "N",
      defaultValue = "1000",
      description = "runs a page, at most 10000 (default: ${DEFAULT-VALUE})")
  private int page;

  @Option(
      names = "--heap",
      paramLabel = "MIB",
      defaultValue = "64",
      description = "that the listing JVM may have (default: ${DEFAULT-VALUE})")
  private int heap;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "3",
      description =
          "whole lists that are counted, after one to warm up (default: ${DEFAULT-VALUE})")
  private int rounds;

  @Mixin private final Outcome outcome = new Outcome();

  @Mixin private final DataDirectory data = new DataDirectory();

  @Override
  public Integer call() throws Exception {
    ListPlan plan = plan();
    data.with(
        "list",
        directory -> {
          ListReport report = new ListBench(plan, directory, outcome.progress()).measure();
          outcome.tell(report, (out, told) -> new ListTable(out).print(told));
        });
    return 0;
  }

  private ListPlan plan() {
    return outcome.plan(
        () ->
            quick
                ? new ListPlan(QUICK_RUNS, QUICK_DOCUMENTS, page, heap, 1, rounds)
                : new ListPlan(runs, documents, page, heap, 1, rounds));
  }
}
