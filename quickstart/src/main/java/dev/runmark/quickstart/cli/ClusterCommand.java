package dev.runmark.quickstart.cli;

import dev.runmark.console.Phases;
import dev.runmark.embedded.PortInUseException;
import dev.runmark.embedded.Ports;
import dev.runmark.quickstart.cluster.ClusterSettings;
import dev.runmark.quickstart.cluster.FlinkCluster;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A Flink cluster on this machine that stays until Ctrl-C, or until one of its processes ends. */
@Command(
    name = "cluster",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Starts a Flink cluster of real processes on this machine; Ctrl-C ends it.")
final class ClusterCommand implements Callable<Integer> {

  @Option(
      names = "--task-managers",
      paramLabel = "N",
      defaultValue = "1",
      description = "how many TaskManagers (default: ${DEFAULT-VALUE})")
  private int taskManagers;

  @Option(
      names = "--slots",
      paramLabel = "N",
      defaultValue = "2",
      description = "slots of each TaskManager (default: ${DEFAULT-VALUE})")
  private int slots;

  @Option(
      names = "--high-availability",
      description = "with a ZooKeeper: jobs go on when the JobManager was killed and comes back")
  private boolean highAvailability;

  @Option(
      names = "--ui-port",
      paramLabel = "PORT",
      defaultValue = "8081",
      description =
          "port of Flink's web UI and REST API, 0: any free one (default: ${DEFAULT-VALUE})")
  private int uiPort;

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description = "configuration, logs, checkpoints, savepoints (default: data/cluster)")
  private @Nullable Path dataDir;

  @Spec private CommandSpec spec;

  /**
   * True from the moment Ctrl-C was pressed: the processes got the same signal and may end before
   * this one.
   */
  private volatile boolean ending;

  @Override
  public Integer call() throws IOException, InterruptedException {
    atLeastOne("--task-managers", taskManagers);
    atLeastOne("--slots", slots);
    ClusterSettings settings =
        ClusterSettings.in(dataDir == null ? RunmarkHome.cluster() : dataDir)
            .withTaskManagers(taskManagers)
            .with("taskmanager.numberOfTaskSlots", Integer.toString(slots))
            .with("rest.port", Integer.toString(uiPort()));
    if (highAvailability) {
      settings = settings.withHighAvailability();
    }
    Runtime.getRuntime().addShutdownHook(new Thread(() -> ending = true, "cluster-ending"));
    Phases.begin("start");
    spec.commandLine().getErr().println("starting Flink …");
    try (FlinkCluster cluster = FlinkCluster.start(settings)) {
      Phases.begin("work");
      greet(cluster);
      cluster.awaitEndOfAny();
      if (!ending) {
        throw new IllegalStateException("a process of the cluster ended\n" + cluster.logTail(20));
      }
    }
    return 0;
  }

  private void greet(FlinkCluster cluster) throws IOException {
    String flink = "./runmark flink" + (dataDir == null ? "" : " --data-dir " + dataDir);
    PrintWriter out = spec.commandLine().getOut();
    out.printf("Flink is up: TaskManagers %d, slots %d%n", taskManagers, taskManagers * slots);
    out.printf("  web UI       %s%n", cluster.webAddress());
    out.printf("  logs         %s%n", cluster.directory().logs());
    out.printf("  checkpoints  %s%n", cluster.directory().checkpoints());
    out.printf("  savepoints   %s%n", cluster.directory().savepoints());
    out.printf(
        "%nSubmit a job, look at it, stop it with a savepoint, start it again from there:%n");
    out.printf("  %s run -d %s --config runmark.yaml%n", flink, RunmarkHome.job());
    out.printf("  %s list%n", flink);
    out.printf("  %s stop JOB%n", flink);
    out.printf("  %s run -d -s SAVEPOINT %s --config runmark.yaml%n", flink, RunmarkHome.job());
    out.printf("The CLI of any Flink 2.3 does the same with%n");
    out.printf("  export FLINK_CONF_DIR=%s%n", cluster.directory().conf());
    out.printf("%nCtrl-C ends the cluster.%n");
    out.flush();
  }

  private int uiPort() throws IOException {
    if (uiPort < 0 || uiPort > 65_535) {
      throw refused("--ui-port " + uiPort + ": wanted 0 to 65535");
    }
    try {
      return Ports.free(uiPort);
    } catch (PortInUseException e) {
      throw refused("--ui-port " + uiPort + ": " + e.getMessage() + "; 0 takes any free port");
    }
  }

  private void atLeastOne(String option, int value) {
    if (value < 1) {
      throw refused(option + " " + value + ": wanted 1 or more");
    }
  }

  private ParameterException refused(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
