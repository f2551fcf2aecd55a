package dev.runmark.bench.cli;

import dev.runmark.bench.windows.OpenWindowsBench;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.flink.util.FileUtils;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Checkpoints of many open traces. */
@Command(
    name = "windows",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Measures how long a checkpoint takes while many trace windows are open.")
final class WindowsCommand implements Callable<Integer> {

  @Option(
      names = "--open",
      paramLabel = "N",
      defaultValue = "100000",
      description = "traces that are open (default: ${DEFAULT-VALUE})")
  private int open;

  @Option(
      names = "--bytes",
      paramLabel = "N",
      defaultValue = "1000",
      description = "of each trace's one run (default: ${DEFAULT-VALUE})")
  private int bytes;

  @Mixin private final Outcome outcome = new Outcome();

  @Override
  public Integer call() throws Exception {
    Path directory = Files.createTempDirectory("runmark-windows-");
    try {
      List<OpenWindowsBench.Result> results =
          new OpenWindowsBench(open, bytes, directory, outcome.progress()).measure();
      outcome.tell(results, WindowsCommand::print);
    } finally {
      FileUtils.deleteDirectoryQuietly(directory.toFile());
    }
    return 0;
  }

  private static void print(PrintWriter out, List<OpenWindowsBench.Result> results) {
    for (OpenWindowsBench.Result result : results) {
      out.printf(
          Locale.ROOT,
          "%-8s %d open traces, %.0f MB of state, checkpoints in s: %s%n",
          result.backend(),
          result.traces(),
          result.megabytes(),
          result.seconds());
    }
    out.flush();
  }
}
