package dev.runmark.bench.recovery;

import dev.runmark.bench.live.ClusterJob;
import dev.runmark.bench.live.LiveSystem;
import dev.runmark.bench.live.SteadyLoad;
import dev.runmark.bench.measure.Machine;
import dev.runmark.bench.servers.Software;
import dev.runmark.quickstart.cluster.FlinkCluster;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/**
 * Measures how long it takes from kill -9 of a TaskManager under load until offset rows move again:
 * until a part is committed that was opened after the kill. Parts that were sealed before and are
 * committed by the restore do not count, since nothing new is visible through them.
 */
public final class RecoveryBench {

  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final int PARALLELISM = 2;
  private static final long POLL_MILLIS = 50;

  private final RecoveryPlan plan;
  private final Path directory;
  private final Consumer<String> progress;

  /**
   * @param directory for all data, empty
   * @param progress is told what happens, line by line
   */
  public RecoveryBench(RecoveryPlan plan, Path directory, Consumer<String> progress) {
    this.plan = plan;
    this.directory = directory.toAbsolutePath();
    this.progress = progress;
  }

  /** Starts everything, measures, and ends everything; the directory's files stay. */
  public RecoveryReport measure() throws Exception {
    double loadBefore = Machine.load();
    List<RecoveryResult> results = new ArrayList<>();
    Software software = null;
    for (Heartbeat heartbeat : plan.heartbeats()) {
      progress.accept("starting servers and cluster, heartbeat " + heartbeat + " …");
      Path own =
          Files.createDirectories(directory.resolve(heartbeat.name().toLowerCase(Locale.ROOT)));
      // One TaskManager more than the job needs: where it goes on is there already.
      try (LiveSystem system = LiveSystem.start(own, PARALLELISM + 1, settings(heartbeat))) {
        software = system.software();
        results.add(RecoveryResult.of(heartbeat, kills(system, heartbeat)));
      }
    }
    if (software == null) {
      throw new IllegalStateException("recovery: nothing was measured");
    }
    return new RecoveryReport(
        "recovery",
        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
        Machine.describe(Runtime.getRuntime().maxMemory() / 1_000_000, loadBefore),
        software,
        plan,
        results);
  }

  private Map<String, String> settings(Heartbeat heartbeat) {
    Map<String, String> settings = new HashMap<>(heartbeat.keys());
    settings.put("execution.checkpointing.interval", plan.checkpoint() + " s");
    // A subtask each, so that a kill takes one and never both.
    settings.put("taskmanager.numberOfTaskSlots", "1");
    // Each kill as if it were the day's only one: as shipped, a restart waits longer after others.
    settings.put("restart-strategy.exponential-delay.reset-backoff-threshold", "1 s");
    // How old what REST tells of a job may be.
    settings.put("web.refresh-interval", "100 ms");
    return settings;
  }

  private List<Kill> kills(LiveSystem system, Heartbeat heartbeat) throws Exception {
    ClusterJob job = system.submit("recovery", List.of("window: none"), PARALLELISM);
    SteadyLoad load = job.load(plan.kilobytes(), plan.rate());
    List<Kill> kills = new ArrayList<>();
    awaitNewPart(job, Instant.now());
    for (int number = 1; number <= plan.kills(); number++) {
      Kill kill = kill(system.cluster(), job, heartbeat, number);
      progress.accept(describe(kill));
      kills.add(kill);
    }
    job.awaitRuns(load.stop());
    return kills;
  }

  private static Kill kill(FlinkCluster cluster, ClusterJob job, Heartbeat heartbeat, int number)
      throws Exception {
    int victim = job.busyTaskManager();
    // The kill returns when the process is gone: what is opened from now on is new.
    cluster.killTaskManager(victim);
    Instant since = Instant.now();
    await("loss noticed", since, () -> !job.restarted().isBefore(since));
    double noticed = seconds(since, job.restarted());
    double running = await("job running again", since, job::isRunning);
    double visible = awaitNewPart(job, since);
    cluster.startTaskManager(victim);
    cluster.awaitReady();
    return new Kill(heartbeat.toString(), number, noticed, running, visible);
  }

  private static double awaitNewPart(ClusterJob job, Instant since) throws InterruptedException {
    return await(
        "part opened after " + since, since, () -> job.ledger().newestOpened().isAfter(since));
  }

  private static double await(String what, Instant since, Callable<Boolean> condition)
      throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    Exception last = null;
    while (System.nanoTime() < end) {
      try {
        if (condition.call()) {
          return seconds(since, Instant.now());
        }
      } catch (InterruptedException e) {
        throw e;
      } catch (Exception e) {
        last = e;
      }
      Thread.sleep(POLL_MILLIS);
    }
    throw new IllegalStateException(what + ": not within " + PATIENCE, last);
  }

  private static double seconds(Instant since, Instant until) {
    return Duration.between(since, until).toNanos() / 1e9;
  }

  private static String describe(Kill kill) {
    return String.format(
        Locale.ROOT,
        "heartbeat %s, kill %d: noticed after %.1f s, running after %.1f s, visible after %.1f s"
            + "  load %.1f",
        kill.heartbeat(),
        kill.number(),
        kill.noticed(),
        kill.running(),
        kill.visible(),
        Machine.load());
  }
}
