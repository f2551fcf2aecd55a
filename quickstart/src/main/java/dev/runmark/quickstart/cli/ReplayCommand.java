package dev.runmark.quickstart.cli;

import dev.runmark.console.IndexRole;
import dev.runmark.console.Phases;
import dev.runmark.job.ReplayJob;
import dev.runmark.job.kafka.PositionRefusedException;
import dev.runmark.job.kafka.replay.ReplayPlan;
import dev.runmark.job.options.RunmarkOptions;
import dev.runmark.options.OptionsException;
import dev.runmark.quickstart.cluster.ClusterDirectory;
import dev.runmark.quickstart.cluster.LocalReplay;
import dev.runmark.quickstart.cluster.SubmittedReplay;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Reads a range of a topic again beside the live job. Exit codes: 0 done, 1 it failed, 2 a wrong
 * option or a range that the brokers do not hold.
 */
@Command(
    name = "replay",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Reads a range of a topic again, beside the live job. No run changes by it, and what the"
            + " index lacks comes back.")
final class ReplayCommand implements Callable<Integer> {

  @Option(
      names = "--config",
      required = true,
      paramLabel = "FILE",
      description = "the live job's options")
  private Path config;

  @Option(names = "--topic", required = true, paramLabel = "T", description = "what to read again")
  private String topic;

  @Option(
      names = "--from",
      required = true,
      paramLabel = "WHERE",
      description =
          "earliest, a time with its zone, an offset for all partitions, or partition@offset,…; a"
              + " partition that is not named then is left out")
  private String from;

  @Option(
      names = "--to",
      defaultValue = "latest",
      paramLabel = "WHERE",
      description = "latest (default: what is there now), or as --from; itself not read")
  private String to;

  @Option(
      names = "--dry-run",
      description = "read and compare with the index, tell what would be added, change nothing")
  private boolean dryRun;

  @Option(names = "--local", description = "run it in this process instead of on a cluster")
  private boolean local;

  @Option(
      names = "--cluster",
      paramLabel = "DIR",
      description = "as --data-dir of ./runmark cluster (default: data/cluster)")
  private @Nullable Path cluster;

  @Mixin private final IndexRole role = new IndexRole();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    try {
      Phases.begin("options");
      RunmarkOptions live = RunmarkOptions.read(config);
      Phases.begin("connect");
      ReplayPlan plan = ReplayPlan.of(live.kafka(), topic, from, to);
      Phases.begin("work");
      say("replay of topic " + topic + ": " + plan.offsets() + " offsets");
      plan.lines().forEach(this::say);
      if (dryRun) {
        ReplayJob.trial(live, role.index(live.postgres()), plan).lines().forEach(this::say);
      } else if (plan.offsets() > 0) {
        carryOut(live, plan);
      }
      return 0;
    } catch (OptionsException | PositionRefusedException | IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  private void carryOut(RunmarkOptions live, ReplayPlan plan)
      throws IOException, InterruptedException {
    if (local) {
      LocalReplay.run(ReplayJob.options(live, plan), this::say);
      return;
    }
    Path directory = cluster == null ? RunmarkHome.cluster() : cluster;
    SubmittedReplay.run(
        new ClusterDirectory(directory),
        RunmarkHome.job(),
        config.toAbsolutePath(),
        plan,
        this::say);
  }

  private void say(String line) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(line);
    out.flush();
  }
}
