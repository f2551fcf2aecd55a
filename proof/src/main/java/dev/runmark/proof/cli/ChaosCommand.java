package dev.runmark.proof.cli;

import dev.runmark.proof.chaos.Campaign;
import dev.runmark.proof.chaos.ChaosPlan;
import dev.runmark.proof.chaos.ChaosReport;
import dev.runmark.proof.chaos.FaultKind;
import dev.runmark.quickstart.stage.Scene;
import dev.runmark.quickstart.stage.WindowMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import org.apache.flink.util.FileUtils;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The whole system as processes, with faults while runs keep coming, and the audit. */
@Command(
    name = "chaos",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Starts Kafka, S3, PostgreSQL and a highly available Flink cluster as processes, sends runs,",
      "does to them what --faults says, waits, sweeps and audits. The last line of the output is",
      "JSON. Exit 0 only when nothing is violated and every kind of fault came about."
    })
final class ChaosCommand implements Callable<Integer> {

  @Option(names = "--seed", description = "of all that chance decides (default: a new one, told)")
  private @Nullable Long seed;

  @Option(
      names = "--minutes",
      defaultValue = "2",
      description =
          "how long faults come for, longer when not every kind has come once by then"
              + " (default: ${DEFAULT-VALUE})")
  private double minutes;

  @Option(
      names = "--faults",
      split = ",",
      paramLabel = "KIND",
      description = "kinds of faults, of: ${COMPLETION-CANDIDATES} (default: all)",
      completionCandidates = Kinds.class)
  private @Nullable List<String> faults;

  @Option(names = "--all", description = "every variant of the kinds once, however long it takes")
  private boolean all;

  @Option(
      names = "--rate",
      defaultValue = "60",
      description = "runs a second (default: ${DEFAULT-VALUE})")
  private double rate;

  @Option(
      names = "--window",
      defaultValue = "trace",
      description = "the job's windows, trace or none (default: ${DEFAULT-VALUE})")
  private WindowMode window = WindowMode.TRACE;

  @Option(
      names = "--compression",
      defaultValue = "zstd",
      description = "of the parts: none, gzip or zstd (default: ${DEFAULT-VALUE})")
  private String compression = "zstd";

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description =
          "where all of it lives; removed when the campaign is clean (default: data/chaos)")
  private @Nullable Path dataDir;

  @Option(
      names = "--spoil",
      hidden = true,
      description = "row, object or phantom: must make it fail")
  private @Nullable String spoil;

  @Spec private CommandSpec spec;

  /** As they are typed. */
  static final class Kinds implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return EnumSet.allOf(FaultKind.class).stream().map(FaultKind::toString).iterator();
    }
  }

  @Override
  public Integer call() throws Exception {
    ChaosPlan plan = plan();
    Path directory = directory(plan.seed());
    Campaign campaign = new Campaign(plan, directory, spec.commandLine().getErr());
    ChaosReport report = spoil == null ? campaign.play() : campaign.play(this::spoil);
    spec.commandLine().getErr().println(report);
    if (report.clean()) {
      FileUtils.deleteDirectory(directory.toFile());
    } else {
      spec.commandLine().getErr().println("what happened is in " + directory);
    }
    spec.commandLine().getErr().flush();
    spec.commandLine().getOut().println(report.json());
    spec.commandLine().getOut().flush();
    return report.clean() ? 0 : 1;
  }

  private void spoil(Scene scene, Campaign.Intruder intruder, ChaosReport before) throws Exception {
    spec.commandLine().getErr().println("before: " + before.json());
    if ("row".equals(spoil)) {
      scene.ledger().deleteARow();
    } else if ("phantom".equals(spoil)) {
      intruder.intrude();
    } else {
      scene.parts().delete(scene.ledger().keys(1).get(0));
    }
  }

  private ChaosPlan plan() {
    try {
      return new ChaosPlan(
          seed == null ? new Random().nextInt(Integer.MAX_VALUE) : seed,
          Duration.ofMillis((long) (minutes * 60_000)),
          kinds(),
          all,
          rate,
          window,
          compression);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  private Set<FaultKind> kinds() {
    if (faults == null) {
      return EnumSet.allOf(FaultKind.class);
    }
    Set<FaultKind> kinds = EnumSet.noneOf(FaultKind.class);
    faults.forEach(name -> kinds.add(FaultKind.of(name.toLowerCase(Locale.ROOT))));
    return kinds;
  }

  private Path directory(long seeded) throws IOException {
    Path parent =
        dataDir == null
            ? Path.of(System.getProperty("runmark.home", ""), "data", "chaos")
            : dataDir;
    return Files.createDirectories(
        parent
            .resolve("seed-" + seeded + "-" + Instant.now().toEpochMilli())
            .toAbsolutePath()
            .normalize());
  }
}
