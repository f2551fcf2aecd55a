package dev.runmark.quickstart.cli;

import dev.runmark.console.Phases;
import dev.runmark.quickstart.check.CheckReport;
import dev.runmark.quickstart.generate.LoadGenerator;
import dev.runmark.quickstart.ledger.SentPoison;
import dev.runmark.quickstart.ledger.SentRuns;
import dev.runmark.quickstart.local.LocalDirectory;
import dev.runmark.quickstart.local.LocalPorts;
import dev.runmark.quickstart.local.LocalSystem;
import dev.runmark.quickstart.local.LogFile;
import dev.runmark.quickstart.local.RecordedTraces;
import dev.runmark.quickstart.local.SameAnswers;
import dev.runmark.quickstart.local.StoredCounts;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The whole system on embedded servers: starts it, sends runs through it, shows what became. */
@Command(
    name = "quickstart",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Starts Kafka, S3, PostgreSQL, Flink and the HTTP API on this machine, sends runs through"
            + " the job, and stays up until Ctrl-C.")
final class QuickstartCommand implements Callable<Integer> {

  private static final Duration PAUSE = Duration.ofSeconds(2);
  private static final Duration STALLED = Duration.ofSeconds(90);

  @Option(
      names = "--runs",
      paramLabel = "N",
      defaultValue = "2000",
      description = "how many runs to send (default: ${DEFAULT-VALUE})")
  private long runs;

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "0",
      description = "runs per second, 0: as fast as possible (default: ${DEFAULT-VALUE})")
  private double rate;

  @Option(
      names = "--exit",
      description =
          "read every run back, and a sample over HTTP too, compare it with what was sent, print the"
              + " result as JSON in the last line and end; exit code 0 only if all agree")
  private boolean exit;

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description =
          "keep everything here, and go on with it at the next start (default: a temporary"
              + " directory, removed at the end)")
  private @Nullable Path dataDir;

  @Option(
      names = "--traces",
      paramLabel = "FILE",
      description =
          "write the spans of all that happens to this file at the end, for ./runmark traces --file")
  private @Nullable Path traces;

  @Mixin private final PortOptions ports = new PortOptions();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (runs < 1) {
      throw refused("--runs " + runs + ": wanted 1 or more");
    }
    if (!(rate >= 0)) {
      throw refused("--rate " + rate + ": wanted 0 or more");
    }
    LocalPorts chosen = ports.choose();
    LocalDirectory directory =
        dataDir == null ? LocalDirectory.temporary() : new LocalDirectory(dataDir);
    if (exit && directory.cutOff()) {
      throw refused(
          "--data-dir "
              + directory.root()
              + ": an earlier quickstart was killed there while it sent, so nobody knows all that"
              + " it sent; take another one for --exit");
    }
    LogFile.to(directory.log());
    Ending ending = Ending.onInterrupt();
    try {
      return run(directory, chosen, ending);
    } finally {
      if (dataDir == null) {
        directory.delete();
      }
      ending.done();
    }
  }

  @SuppressWarnings("try") // Traces are recorded until they are closed.
  private int run(LocalDirectory directory, LocalPorts chosen, Ending ending)
      throws IOException, InterruptedException {
    Story story = new Story(out());
    Phases.begin("start");
    story.starting();
    CheckReport report = null;
    SameAnswers.Report answers = null;
    try (RecordedTraces recorded = RecordedTraces.to(traces);
        LocalSystem system = new LocalSystem(directory, chosen)) {
      story.started(system, dataDir == null);
      Phases.begin("load");
      boolean complete = load(system, story, ending);
      if (complete && exit) {
        Phases.begin("check");
        story.checking();
        report = system.check();
        answers = system.compareAnswers();
        story.checked(report, answers);
      } else if (complete) {
        story.guide(system);
        ending.await();
      }
      Phases.begin("stop");
      story.stopping();
    }
    if (report == null || answers == null) {
      return 0;
    }
    story.result(report, answers);
    return report.clean() && answers.clean() ? 0 : 1;
  }

  /** Sends the runs and waits until all is stored; false when it was told to end instead. */
  private boolean load(LocalSystem system, Story story, Ending ending)
      throws IOException, InterruptedException {
    LocalDirectory.Sending sending = system.directory().beginSending();
    try (LoadGenerator load = system.load(runs, rate)) {
      while (!load.finished() && !ending.wanted()) {
        ending.await(PAUSE);
        story.progress(load.progress(), system.stored());
      }
      if (ending.wanted()) {
        load.stop();
      }
      load.await();
      sending.end();
      return !ending.wanted() && settle(system, load, story, ending);
    }
  }

  /** Waits until the last trace was written and committed, a gap and a checkpoint from now. */
  private boolean settle(LocalSystem system, LoadGenerator load, Story story, Ending ending)
      throws IOException, InterruptedException {
    Phases.begin("settle");
    Path ledger = system.directory().ledger();
    long sent = SentRuns.read(ledger).places().lastPositions();
    int poison = SentPoison.read(ledger).size();
    StoredCounts stored = system.stored();
    long since = System.nanoTime();
    while (system.lastPositions() < sent || stored.rejected() < poison) {
      if (System.nanoTime() - since > STALLED.toNanos()) {
        story.stalled(STALLED);
        break;
      }
      if (ending.await(PAUSE)) {
        return false;
      }
      StoredCounts now = system.stored();
      if (now.lines() != stored.lines() || now.rejected() != stored.rejected()) {
        since = System.nanoTime();
      }
      stored = now;
      story.progress(load.progress(), stored);
    }
    story.settled();
    return true;
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }

  private ParameterException refused(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
