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
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
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
 */
final class CrashStory implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final long RUNS = 20_000;
  private static final double RATE = 250;
  private static final int SMALLEST = 1_000;
  private static final int LARGEST = 100_000;
  private static final int POISON = 5;
  private static final int TAIL = 60;

  private final Path directory;
  private final Surroundings surroundings;
  private final FlinkCluster cluster;
  private final Moments moments;
  private final JobSubmission submission;
  private final StringBuilder steps = new StringBuilder();
  private final long begin = System.nanoTime();
  private @Nullable LoadGenerator load;
  private @Nullable CheckReport report;

  private CrashStory(Path directory, Surroundings surroundings, FlinkCluster cluster)
      throws IOException {
    this.directory = directory;
    this.surroundings = surroundings;
    this.cluster = cluster;
    this.moments = new Moments(cluster, surroundings.proxy(), surroundings.ledger());
    this.submission = surroundings.job(false);
  }

  /** Starts servers, a cluster of two TaskManagers, and the load. */
  static CrashStory begin(Path directory) throws Exception {
    Surroundings surroundings = Surroundings.start(directory);
    try {
      FlinkCluster cluster = FlinkCluster.start(surroundings.cluster().withTaskManagers(2));
      return new CrashStory(directory, surroundings, cluster);
    } catch (Exception e) {
      surroundings.close();
      throw e;
    }
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
      cluster.cli().stop(third);
    } catch (Exception | AssertionError e) {
      throw new AssertionError(e + "\n" + told(), e);
    }
    step("job stopped");
    report = Checker.check(surroundings.target(), sent());
    step("audited");
  }

  /** The parts of a completed checkpoint are not committed, and their rows are lost with it. */
  private void killBetweenCheckpointAndCommit(JobID job) throws Exception {
    int victim = moments.beforeACommit();
    long checkpoint = cluster.rest().latestCheckpoint(job).orElseThrow().id();
    step("TaskManager " + victim + " stands before its COMMIT after checkpoint " + checkpoint);
    cluster.killTaskManager(victim);
    moments.clientIsDead();
    cluster.startTaskManager(victim);
    cluster.awaitReady();
    awaitCommits("the kill before a COMMIT", job);
  }

  /** A part is stored that no completed checkpoint knows. */
  private void killBetweenSealAndCheckpoint(JobID job) throws Exception {
    int paused = 2;
    int victim = 1;
    long checkpoint = moments.sealedInACheckpointThatCannotComplete(job, paused);
    step("TaskManager " + victim + " has sealed for checkpoint " + checkpoint);
    cluster.killTaskManager(victim);
    moments.checkpointHasFailed(job, checkpoint);
    cluster.resumeTaskManager(paused);
    cluster.startTaskManager(victim);
    cluster.awaitReady();
    awaitCommits("the kill after sealing", job);
  }

  private JobID killJobManager(JobID job) throws Exception {
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

  private JobID rescale(JobID job) throws Exception {
    cluster.startTaskManager(3);
    String savepoint = cluster.cli().stop(job);
    // REST answers from a cache of some seconds.
    await(
        "job " + job + " finished by stop with savepoint",
        () -> cluster.rest().status(job) == JobStatus.FINISHED);
    step("stopped with savepoint");
    cluster.awaitReady();
    JobID rescaled = cluster.cli().submit(submission.withParallelism(3).restoredFrom(savepoint));
    awaitCommits("the start with parallelism 3", rescaled);
    return rescaled;
  }

  private void awaitAllStored(JobID job, LoadGenerator generator) throws Exception {
    await("all " + RUNS + " runs sent", () -> generator.progress().runs() >= RUNS);
    generator.stop();
    LoadProgress sent = generator.await();
    step("sent " + sent);
    ConsumedOffsets consumed = surroundings.consumed();
    await(
        "all records read and " + sent.events() + " lines committed",
        () -> surroundings.ledger().lines() >= sent.events() && consumed.reachedTheEnd());
    step("all stored by job " + job);
  }

  /** Waits until the whole job runs and has committed more parts than there were. */
  private void awaitCommits(String after, JobID job) throws Exception {
    long before = surroundings.ledger().parts();
    FlinkRest rest = cluster.rest();
    await("job " + job + " running after " + after, () -> rest.isRunning(job));
    FlinkRest.CheckpointCounts counts = rest.checkpointCounts(job);
    await(
        "commits after " + after,
        () ->
            surroundings.ledger().parts() > before
                && rest.checkpointCounts(job).completed() >= counts.completed() + 2);
    step(
        "job %s runs after %s: %d parts committed, %d before, %s, %s"
            .formatted(
                job,
                after,
                surroundings.ledger().parts(),
                before,
                rest.checkpointCounts(job),
                load == null ? "" : load.progress()));
  }

  private void await(String what, Callable<Boolean> condition) throws InterruptedException {
    Await.until(
        what,
        PATIENCE,
        () -> {
          if (load != null && load.finished() && load.progress().runs() < RUNS) {
            load.await();
          }
          return condition.call();
        });
  }

  CheckReport report() {
    if (report == null) {
      throw new IllegalStateException("the story was not played to its end");
    }
    return report;
  }

  long partsAlreadyCommittedAtARestore() throws IOException {
    return logs().count(TaskManagerLogs.ALREADY_COMMITTED);
  }

  long commitsThatReadRowsBack() throws IOException {
    return logs().count(TaskManagerLogs.READ_BACK);
  }

  Set<UUID> partsWithoutLedgerRow() throws IOException, SQLException {
    Set<UUID> stored = surroundings.parts().parts();
    stored.removeAll(surroundings.ledger().partIds());
    return stored;
  }

  /** What happened, for a person who has to find out why it went wrong. */
  String told() {
    return steps + (report == null ? "" : report + "\n") + cluster.logTail(TAIL);
  }

  private TaskManagerLogs logs() {
    return new TaskManagerLogs(cluster.directory().logs());
  }

  private void step(String what) {
    steps.append(
        "%5.1f s  %s%n"
            .formatted(Duration.ofNanos(System.nanoTime() - begin).toMillis() / 1e3, what));
  }

  private Path sent() {
    return directory.resolve("sent");
  }

  private LoadOptions options() {
    return new LoadOptions(
        surroundings.bootstrapServers(),
        surroundings.topic(),
        System.nanoTime(),
        Instant.now(),
        LoadOptions.ENDLESS,
        RATE,
        SMALLEST,
        LARGEST,
        POISON);
  }

  @Override
  public void close() throws IOException {
    try (surroundings) {
      cluster.close();
    }
  }
}
