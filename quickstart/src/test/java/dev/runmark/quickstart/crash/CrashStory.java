package dev.runmark.quickstart.crash;

import dev.runmark.quickstart.check.CheckReport;
import dev.runmark.quickstart.check.Checker;
import dev.runmark.quickstart.cluster.Await;
import dev.runmark.quickstart.cluster.FlinkCluster;
import dev.runmark.quickstart.cluster.FlinkRest;
import dev.runmark.quickstart.cluster.JobSubmission;
import dev.runmark.quickstart.generate.LoadGenerator;
import dev.runmark.quickstart.generate.LoadOptions;
import dev.runmark.quickstart.generate.LoadProgress;
import dev.runmark.quickstart.ledger.SentRuns;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.jspecify.annotations.Nullable;

/**
 * One play: load all through, a TaskManager killed twice and the JobManager once, a stop with
 * savepoint and a start with another parallelism, then the audit. What is asserted about it is the
 * test's.
 *
 * <p>It needs a cluster of TaskManagers 1 and 2 with nothing on it, and leaves it like that.
 */
final class CrashStory {

  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final double RATE = 130;
  private static final int SMALLEST = 1_000;
  private static final int LARGEST = 100_000;
  private static final int POISON = 5;
  private static final int TAIL = 60;
  private static final String WINDOW = "runs: trace window";

  private final WindowMode mode;
  private final Surroundings surroundings;
  private final FlinkCluster cluster;
  private final Scene scene;
  private final Moments moments;
  private final JobSubmission submission;
  private final TaskManagerLogs logs;
  private final List<Long> openTraces = new ArrayList<>();
  private final StringBuilder steps = new StringBuilder();
  private final long begin = System.nanoTime();
  private @Nullable LoadGenerator load;
  private @Nullable CheckReport report;

  CrashStory(WindowMode mode, Surroundings surroundings, FlinkCluster cluster) throws Exception {
    this.mode = mode;
    this.surroundings = surroundings;
    this.cluster = cluster;
    this.scene = Scene.prepare(surroundings, mode.name().toLowerCase(Locale.ROOT), mode.options());
    this.moments = new Moments(cluster, surroundings.proxy(), scene.ledger());
    this.submission = scene.job(false);
    this.logs = new TaskManagerLogs(cluster.directory().logs());
  }

  /** Plays it to its end; an error tells what had happened so far. */
  void play() throws Exception {
    try (LoadGenerator generator = LoadGenerator.start(options(), sent())) {
      load = generator;
      JobID first = cluster.cli().submit(submission.withParallelism(2));
      awaitCommits("the first start", first);
      killBetweenCheckpointAndCommit(first);
      killBetweenSealAndCheckpoint(first);
      JobID second = killJobManager(first);
      JobID third = rescale(second);
      awaitAllStored(third, generator);
      stop(third);
      removeTaskManager();
    } catch (Exception | AssertionError e) {
      throw new AssertionError(e + "\n" + told(), e);
    }
    step("job stopped");
    report = Checker.check(scene.target(), sent());
    step("audited");
  }

  /** The parts of a completed checkpoint are not committed, and their rows are lost with it. */
  private void killBetweenCheckpointAndCommit(JobID job) throws Exception {
    int victim = moments.beforeACommit();
    long checkpoint = cluster.rest().latestCheckpoint(job).orElseThrow().id();
    step("TaskManager " + victim + " stands before its COMMIT after checkpoint " + checkpoint);
    countOpenTraces(job);
    cluster.killTaskManager(victim);
    moments.clientIsDead();
    cluster.startTaskManager(victim);
    cluster.awaitReady();
    awaitCommits("the kill before a COMMIT", job);
  }

  /** A part is stored that no completed checkpoint knows. */
  private void killBetweenSealAndCheckpoint(JobID job) throws Exception {
    Moments.HeldUp held = moments.sealedInACheckpointThatCannotComplete(job);
    int victim = held.by() == 1 ? 2 : 1;
    step("TaskManager " + victim + " has sealed for checkpoint " + held.checkpoint());
    countOpenTraces(job);
    cluster.killTaskManager(victim);
    moments.checkpointHasFailed(job, held.checkpoint());
    cluster.startTaskManager(victim);
    cluster.awaitReady();
    awaitCommits("the kill after sealing", job);
  }

  private JobID killJobManager(JobID job) throws Exception {
    countOpenTraces(job);
    cluster.killJobManager();
    StoredObjects storage = surroundings.checkpoints();
    long newest =
        storage
            .newestCheckpoint(job)
            .orElseThrow(() -> new IllegalStateException("no retained checkpoint of job " + job));
    step("JobManager killed, newest checkpoint " + newest);
    cluster.startJobManager();
    cluster.awaitReady();
    JobID resumed =
        cluster
            .cli()
            .submit(
                submission.withParallelism(2).restoredFrom(storage.checkpointPath(job, newest)));
    awaitCommits("the kill of the JobManager", resumed);
    return resumed;
  }

  /** Traces that are open move with the savepoint to other subtasks. */
  private JobID rescale(JobID job) throws Exception {
    cluster.startTaskManager(3);
    cluster.awaitReady();
    countOpenTraces(job);
    String savepoint = stop(job);
    JobID rescaled = cluster.cli().submit(submission.withParallelism(3).restoredFrom(savepoint));
    awaitCommits("the start with parallelism 3", rescaled);
    return rescaled;
  }

  private String stop(JobID job) throws Exception {
    String savepoint = cluster.cli().stop(job);
    // REST answers from a cache of some seconds.
    await(
        "job " + job + " finished by stop with savepoint",
        () -> cluster.rest().status(job) == JobStatus.FINISHED);
    step("stopped with savepoint");
    return savepoint;
  }

  /** The third one, which came for the rescaling. */
  private void removeTaskManager() throws Exception {
    cluster.killTaskManager(3);
    await(
        "two TaskManagers left with nothing to do",
        () -> {
          FlinkRest.Overview overview = cluster.rest().overview();
          return overview.taskManagers() == 2 && overview.freeSlots() == 2;
        });
  }

  /** Nothing is drained: the last traces are written when their gap is over. */
  private void awaitAllStored(JobID job, LoadGenerator generator) throws Exception {
    await("all " + mode.runs() + " runs sent", () -> generator.progress().runs() >= mode.runs());
    generator.stop();
    LoadProgress sent = generator.await();
    step("sent " + sent);
    long wanted = SentRuns.read(sent()).places().lastPositions();
    ConsumedOffsets consumed = scene.consumed();
    await(
        "all records read and the last of " + sent.events() + " events committed",
        () -> consumed.reachedTheEnd() && scene.ledger().lastPositions() >= wanted);
    step("all stored by job " + job);
  }

  /** Waits until the whole job runs, has committed more parts than there were, and gathers. */
  private void awaitCommits(String after, JobID job) throws Exception {
    long before = scene.ledger().parts();
    FlinkRest rest = cluster.rest();
    await("job " + job + " running after " + after, () -> rest.isRunning(job));
    FlinkRest.CheckpointCounts counts = rest.checkpointCounts(job);
    await(
        "commits after " + after,
        () ->
            scene.ledger().parts() > before
                && rest.checkpointCounts(job).completed() >= counts.completed() + 2);
    await("open traces after " + after, () -> mode == WindowMode.NONE || openTracesNow(job) > 0);
    step(
        "job %s runs after %s: %d parts committed, %d before, %s, %s"
            .formatted(
                job,
                after,
                scene.ledger().parts(),
                before,
                rest.checkpointCounts(job),
                load == null ? "" : load.progress()));
  }

  private void await(String what, Callable<Boolean> condition) throws InterruptedException {
    Await.until(
        what,
        PATIENCE,
        () -> {
          if (load != null && load.finished() && load.progress().runs() < mode.runs()) {
            load.await();
          }
          return condition.call();
        });
  }

  private long openTracesNow(JobID job) throws Exception {
    return (long) cluster.rest().operatorMetric(job, WINDOW, "openTraces");
  }

  private void countOpenTraces(JobID job) throws Exception {
    openTraces.add(openTracesNow(job));
    step(openTraces.get(openTraces.size() - 1) + " traces are open");
  }

  CheckReport report() {
    if (report == null) {
      throw new IllegalStateException("the story was not played to its end");
    }
    return report;
  }

  /** How many there were at each kill, and before the savepoint. */
  List<Long> openTraces() {
    return openTraces;
  }

  long partsAlreadyCommittedAtARestore() throws IOException {
    return logs.count(TaskManagerLogs.ALREADY_COMMITTED);
  }

  long commitsThatReadRowsBack() throws IOException {
    return logs.count(TaskManagerLogs.READ_BACK);
  }

  Set<UUID> partsWithoutLedgerRow() throws IOException, SQLException {
    Set<UUID> stored = scene.parts().parts();
    stored.removeAll(scene.ledger().partIds());
    return stored;
  }

  /** What happened, for a person who has to find out why it went wrong. */
  String told() {
    return mode + "\n" + steps + (report == null ? "" : report + "\n") + cluster.logTail(TAIL);
  }

  private void step(String what) {
    steps.append(
        "%5.1f s  %s%n"
            .formatted(Duration.ofNanos(System.nanoTime() - begin).toMillis() / 1e3, what));
  }

  private Path sent() {
    return surroundings.directory().resolve("sent-" + mode);
  }

  private LoadOptions options() {
    return new LoadOptions(
        surroundings.kafka().bootstrapServers(),
        scene.topic(),
        System.nanoTime(),
        Instant.now().truncatedTo(ChronoUnit.MICROS),
        LoadOptions.ENDLESS,
        RATE,
        SMALLEST,
        LARGEST,
        POISON,
        WindowMode.DELAYS);
  }
}
