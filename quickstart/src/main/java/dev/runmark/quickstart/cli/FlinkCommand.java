package dev.runmark.quickstart.cli;

import dev.runmark.quickstart.cluster.ClusterDirectory;
import dev.runmark.quickstart.cluster.FlinkCli;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Flink's own client, with the cluster's configuration and the class path of the build. */
@Command(
    name = "flink",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Calls Flink's command line client for the cluster that ./runmark cluster started.")
final class FlinkCommand implements Callable<Integer> {

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description = "as given to ./runmark cluster (default: data/cluster)")
  private @Nullable Path dataDir;

  @Parameters(
      arity = "1..*",
      paramLabel = "ACTION …",
      description = "run, list, info, savepoint, stop, cancel, each with its options")
  private List<String> arguments;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path directory = dataDir == null ? RunmarkHome.cluster() : dataDir;
    return FlinkCli.of(new ClusterDirectory(directory)).callOnTerminal(arguments);
  }
}
