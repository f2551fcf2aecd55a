package dev.runmark.bench.cli;

import dev.runmark.bench.measure.JsonFile;
import dev.runmark.bench.windows.OpenWindowsBench;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.flink.util.FileUtils;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

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

  @Option(names = "--json", paramLabel = "FILE", description = "where to write all figures")
  private @Nullable Path json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    Path directory = Files.createTempDirectory("runmark-windows-");
    try {
      List<OpenWindowsBench.Result> results =
          new OpenWindowsBench(open, bytes, directory, err::println).measure();
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
      if (json != null) {
        JsonFile.write(json, results);
      }
    } finally {
      FileUtils.deleteDirectoryQuietly(directory.toFile());
    }
    return 0;
  }
}
