package dev.runmark.bench.cli;

import dev.runmark.bench.memory.MemoryBench;
import dev.runmark.bench.memory.MemoryPlan;
import dev.runmark.bench.memory.MemoryReport;
import dev.runmark.bench.memory.MemoryTable;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The memory of a TaskManager under load. */
@Command(
    name = "memory",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Measures what memory a TaskManager's process needs by size and rate of runs, and whether"
            + " what is live on its heap grows with time.")
final class MemoryCommand implements Callable<Integer> {

  private static final int WARM_UP_SECONDS = 30;
  private static final int LOOKS = 10;
  private static final int LOOK_SECONDS = 5;

  /** Of a long watch: until all is compiled and every buffer has been used. */
  private static final int LONG_WARM_UP_SECONDS = 180;

  @Option(
      names = "--quick",
      description = "10 KB only, some seconds: whether it works, not what it needs")
  private boolean quick;

  @Option(
      names = "--sizes",
      split = ",",
      paramLabel = "KB",
      description = "sizes of runs (default: 1, 10, 100, 1000; with --minutes 10)")
  private @Nullable List<Integer> sizes;

  @Option(
      names = "--rates",
      split = ",",
      paramLabel = "MB",
      description = "sent a second (default: 1, 5; with --minutes 5)")
  private @Nullable List<Double> rates;

  @Option(
      names = "--window",
      paramLabel = "MODE",
      defaultValue = "trace",
      description = "trace (as shipped) or none (default: ${DEFAULT-VALUE})")
  private Window window = Window.TRACE;

  @Option(
      names = "--minutes",
      paramLabel = "N",
      description = "watch the live heap that long, with a look each minute")
  private @Nullable Integer minutes;

  @Mixin private final Outcome outcome = new Outcome();

  @Mixin private final DataDirectory data = new DataDirectory();

  private enum Window {
    TRACE(List.of()),
    NONE(List.of("window: none"));

    private final List<String> options;

    Window(List<String> options) {
      this.options = options;
    }
  }

  @Override
  public Integer call() throws Exception {
    MemoryPlan plan = plan();
    data.with(
        "memory",
        directory -> {
          MemoryReport report = new MemoryBench(plan, directory, outcome.progress()).measure();
          outcome.tell(report, (out, told) -> new MemoryTable(out).print(told));
        });
    return 0;
  }

  private MemoryPlan plan() {
    return outcome.plan(
        () -> {
          if (quick) {
            return new MemoryPlan(List.of(10), List.of(1.0), window.options, 5, 4, 2);
          }
          if (minutes == null) {
            return new MemoryPlan(
                sizes == null ? List.of(1, 10, 100, 1000) : sizes,
                rates == null ? List.of(1.0, 5.0) : rates,
                window.options,
                WARM_UP_SECONDS,
                LOOKS,
                LOOK_SECONDS);
          }
          return new MemoryPlan(
              sizes == null ? List.of(10) : sizes,
              rates == null ? List.of(5.0) : rates,
              window.options,
              LONG_WARM_UP_SECONDS,
              minutes,
              60);
        });
  }
}
