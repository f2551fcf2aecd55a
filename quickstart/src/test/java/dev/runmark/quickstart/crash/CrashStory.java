package dev.runmark.quickstart.crash;

import dev.runmark.quickstart.check.Reading;
import dev.runmark.quickstart.cluster.FlinkCluster;
import dev.runmark.quickstart.cluster.JobSubmission;
import dev.runmark.quickstart.monitor.OnlineMonitor;
import dev.runmark.quickstart.stage.Scene;
import dev.runmark.quickstart.stage.ServedApi;
import dev.runmark.quickstart.stage.StoredObjects;
import dev.runmark.quickstart.stage.WindowMode;
import dev.runmark.quickstart.watch.Exported;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.apache.flink.api.common.JobID;

/**
 * One play: load all through, and somebody who reads all through; a TaskManager killed twice, the
 * JobManager and the API once, a stop with savepoint and a start with another parallelism, then the
 * audit. What is asserted about it is the test's.
 *
 * <p>It needs a cluster of TaskManagers 1 and 2 with nothing on it.
 */
final class CrashStory {

  private static final double RATE = 130;
  private static final String WINDOW = "runs: trace window";

  private final WindowMode mode;
  private final Surroundings surroundings;
  private final FlinkCluster cluster;
  private final Scene scene;
  private final Moments moments;
  private final JobSubmission submission;
  private final TaskManagerLogs logs;
  private final List<Long> openTraces = new ArrayList<>();
  private final Play play;
  private final ServedApi api;
  private final OnlineMonitor monitor;
  private final ShownSecrets shown;
  private String exported = "";

  /** Starts the load. */
  CrashStory(WindowMode mode, Surroundings surroundings, FlinkCluster cluster) throws Exception {
    this.mode = mode;
    this.surroundings = surroundings;
    this.cluster = cluster;
    this.scene =
        Scene.prepare(surroundings.servers(), mode.name().toLowerCase(Locale.ROOT), mode.options());
    this.moments = new Moments(cluster, surroundings.proxy(), scene.ledger());
    this.submission = scene.job(false);
    this.logs = new TaskManagerLogs(cluster.directory().logs());
    this.play = Play.begin(surroundings, cluster, scene, new Play.Load(RATE, mode.runs()));
    this.api = scene.api();
    this.monitor = OnlineMonitor.start(api.address());
    this.shown = new ShownSecrets(surroundings, cluster, scene);
  }

  /** What a search found of secrets and runs where they must not be. */
  ShownSecrets shown() {
    return shown;
  }

  /** What Prometheus would have got near the end. */
  String exported() {
    return exported;
  }

  /** The record and the audit of it. */
  Play played() {
    return play;
  }

  /** Who has read all the while. */
  OnlineMonitor monitor() {
    return monitor;
  }

  /** Plays it to its end; an error tells what had happened so far. */
  void play() throws Exception {
    try (play;
        api;
        monitor) {
      JobID first = cluster.cli().submit(submission.withParallelism(2));
      awaitGathering("the first start", first);
      killBetweenCheckpointAndCommit(first);
      killBetweenSealAndCheckpoint(first);
      JobID second = killJobManager(first);
      JobID third = rescale(second);
      play.awaitAllStored(third);
      monitor.finish();
      play.step(monitor.told());
      shown.look(third, api);
      play.step("searched for secrets: " + shown.told());
      exported = Exported.by(cluster, api.address());
      play.stop(third);
      play.audit(Reading.ONCE);
    } catch (Exception | AssertionError e) {
      throw new AssertionError(e + "\n" + monitor.told() + play.told(), e);
    }
  }

  /** The parts of a completed checkpoint are not committed, and their rows are lost with it. */
  private void killBetweenCheckpointAndCommit(JobID job) throws Exception {
    int victim = moments.beforeACommit();
    long checkpoint = cluster.rest().latestCheckpoint(job).orElseThrow().id();
    play.step("TaskManager " + victim + " stands before its COMMIT after checkpoint " + checkpoint);
    countOpenTraces(job);
    cluster.killTaskManager(victim);
    moments.clientIsDead();
    cluster.startTaskManager(victim);
    cluster.awaitReady();
    awaitGathering("the kill before a COMMIT", job);
  }

  /** A part is stored that no completed checkpoint knows. */
  private void killBetweenSealAndCheckpoint(JobID job) throws Exception {
    Moments.HeldUp held = moments.sealedInACheckpointThatCannotComplete(job);
    int victim = held.by() == 1 ? 2 : 1;
    play.step("TaskManager " + victim + " has sealed for checkpoint " + held.checkpoint());
    countOpenTraces(job);
    cluster.killTaskManager(victim);
    moments.checkpointHasFailed(job, held.checkpoint());
    cluster.startTaskManager(victim);
    cluster.awaitReady();
    awaitGathering("the kill after sealing", job);
  }

  private JobID killJobManager(JobID job) throws Exception {
    countOpenTraces(job);
    cluster.killJobManager();
    monitor.faults(true);
    api.kill();
    StoredObjects storage = surroundings.checkpoints();
    long newest =
        storage
            .newestCheckpoint(job)
            .orElseThrow(() -> new IllegalStateException("no retained checkpoint of job " + job));
    play.step("JobManager killed, newest checkpoint " + newest);
    cluster.startJobManager();
    api.start();
    monitor.faults(false);
    cluster.awaitReady();
    JobID resumed =
        cluster
            .cli()
            .submit(
                submission.withParallelism(2).restoredFrom(storage.checkpointPath(job, newest)));
    awaitGathering("the kill of the JobManager", resumed);
    return resumed;
  }

  /** Traces that are open move with the savepoint to other subtasks. */
  private JobID rescale(JobID job) throws Exception {
    cluster.startTaskManager(3);
    cluster.awaitReady();
    countOpenTraces(job);
    String savepoint = play.stop(job);
    JobID rescaled = cluster.cli().submit(submission.withParallelism(3).restoredFrom(savepoint));
    awaitGathering("the start with parallelism 3", rescaled);
    return rescaled;
  }

  private void awaitGathering(String after, JobID job) throws Exception {
    play.awaitCommits(after, job);
    play.await(
        "open traces after " + after, () -> mode == WindowMode.NONE || openTracesNow(job) > 0);
  }

  private long openTracesNow(JobID job) throws Exception {
    return (long) cluster.rest().operatorMetric(job, WINDOW, "openTraces");
  }

  private void countOpenTraces(JobID job) throws Exception {
    openTraces.add(openTracesNow(job));
    play.step(openTraces.get(openTraces.size() - 1) + " traces are open");
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
}
