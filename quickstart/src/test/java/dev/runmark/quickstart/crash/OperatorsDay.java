package dev.runmark.quickstart.crash;

import dev.runmark.job.kafka.replay.ReplayPlan;
import dev.runmark.job.options.RunmarkOptions;
import dev.runmark.quickstart.check.Reading;
import dev.runmark.quickstart.cluster.FlinkCluster;
import dev.runmark.quickstart.cluster.JobSubmission;
import dev.runmark.quickstart.cluster.SubmittedReplay;
import dev.runmark.quickstart.stage.ConsumedOffsets;
import dev.runmark.quickstart.stage.Scene;
import dev.runmark.quickstart.stage.StoredObjects;
import dev.runmark.quickstart.stage.WindowMode;
import dev.runmark.quickstart.watch.Exported;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.jspecify.annotations.Nullable;

/**
 * One day of a job on a highly available cluster of three slots: an upgrade to another jar, each
 * way of rescaling, the JobManager killed, an older savepoint restored, a start without state
 * refused, a cancelled job resumed, and a drain.
 */
final class OperatorsDay {

  private static final Play.Load LOAD = new Play.Load(50, 4_000);
  private static final Duration MINUTES =
      Duration.ofMinutes(Integer.getInteger("runmark.day.minutes", 0));
  private static final Duration GRACE = Duration.ofMinutes(10);
  private static final Duration PAUSE = Duration.ofMinutes(1);

  private final Surroundings surroundings;
  private final FlinkCluster cluster;
  private final Scene scene;
  private final JobSubmission submission;
  private final Play play;
  private String refusal = "";
  private String scraped = "";

  /** Starts the load. */
  OperatorsDay(Surroundings surroundings, FlinkCluster cluster) throws Exception {
    this.surroundings = surroundings;
    this.cluster = cluster;
    this.scene = Scene.prepare(surroundings.servers(), "day", WindowMode.TRACE.options());
    this.submission = scene.job(false);
    this.play = Play.begin(surroundings, cluster, scene, LOAD);
  }

  /** The record and the audit of it. */
  Play played() {
    return play;
  }

  /** What Prometheus would get from a TaskManager. */
  String scraped() {
    return scraped;
  }

  /** Why the job without state failed. */
  String refusal() {
    return refusal;
  }

  String topic() {
    return scene.topic();
  }

  /** Plays it to its end; an error tells what had happened so far. */
  void play() throws Exception {
    try (play) {
      JobID first = started("the first start, 1 slot", 1, null, submission);
      String older = play.stop(first);
      JobID upgraded = started("an upgrade, 2 slots", 2, older, submission.withJar(changedJar()));
      JobID rescaled = started("a rescaling to 3 slots", 3, play.stop(upgraded), submission);
      scraped = Exported.by(cluster, "taskmanager-1");
      rescaleInPlace(rescaled);
      replay();
      killJobManager(rescaled);
      JobID older2 = restoreOlder(rescaled, older);
      startWithoutState();
      JobID resumed = cancelAndResume(older2);
      beginAgain(resumed);
      play.endLoad();
      drain(resumed);
      play.audit(Reading.AGAIN);
    } catch (Exception | AssertionError e) {
      throw new AssertionError(e + "\n" + play.told(), e);
    }
  }

  private JobID started(String what, int slots, @Nullable String from, JobSubmission job)
      throws Exception {
    JobSubmission wanted = job.withParallelism(slots);
    JobID id = cluster.cli().submit(from == null ? wanted : wanted.restoredFrom(from));
    play.awaitCommits(what, id);
    return id;
  }

  /** The same classes in a jar of other bytes, as the next release would be. */
  private Path changedJar() throws IOException {
    Path changed = surroundings.directory().resolve("runmark-job-next.jar");
    Files.copy(submission.jar(), changed);
    try (FileSystem jar = FileSystems.newFileSystem(changed)) {
      Files.writeString(jar.getPath("next-release"), "next");
    }
    return changed;
  }

  /** By the adaptive scheduler, without a savepoint. */
  private void rescaleInPlace(JobID job) throws Exception {
    cluster.rest().rescale(job, 1);
    play.await("job " + job + " in 1 slot", () -> slotsOf(job) == 1);
    play.awaitCommits("a rescaling in place to 1 slot", job);
    cluster.rest().rescale(job, 2);
    play.await("job " + job + " in 2 slots", () -> slotsOf(job) == 2);
    play.awaitCommits("a rescaling in place to 2 slots", job);
  }

  /** All that was sent until now, beside the job, in the slot that is free. */
  private void replay() throws Exception {
    Path config = Path.of(submission.arguments().get(1));
    ReplayPlan plan =
        ReplayPlan.of(
            RunmarkOptions.read(config, Map.of()).kafka(), scene.topic(), "earliest", "latest");
    SubmittedReplay.run(cluster.directory(), submission.jar(), config, plan, play::step);
  }

  /** Parts that nobody will commit any more; none of them is of a job that runs. */
  private void sweep() throws Exception {
    play.step(scene.sweep(GRACE).toString());
  }

  /** For so many minutes: the job in more slots and in less, all read again, the bucket swept. */
  private void beginAgain(JobID job) throws Exception {
    long end = System.nanoTime() + MINUTES.toNanos();
    while (System.nanoTime() < end) {
      rescaleInPlace(job);
      replay();
      sweep();
      Thread.sleep(PAUSE.toMillis());
    }
  }

  private int slotsOf(JobID job) throws Exception {
    return cluster.rest().vertices(job).stream()
        .mapToInt(vertex -> vertex.parallelism())
        .max()
        .orElse(0);
  }

  private void killJobManager(JobID job) throws Exception {
    cluster.killJobManager();
    play.step("JobManager killed");
    cluster.startJobManager();
    cluster.awaitReady();
    play.awaitCommits("the kill of the JobManager", job);
  }

  /** What was committed since is committed again, and changes nothing. */
  private JobID restoreOlder(JobID job, String older) throws Exception {
    cluster.cli().cancel(job);
    play.awaitEnd(job, JobStatus.CANCELED);
    return started("the restore of the first savepoint", 2, older, submission);
  }

  private void startWithoutState() throws Exception {
    JobID refused = cluster.cli().submit(submission.withParallelism(1));
    play.awaitEnd(refused, JobStatus.FAILED);
    refusal = String.join("\n", cluster.rest().exceptions(refused));
    play.step("start without state refused");
  }

  private JobID cancelAndResume(JobID job) throws Exception {
    cluster.cli().cancel(job);
    play.awaitEnd(job, JobStatus.CANCELED);
    StoredObjects storage = surroundings.checkpoints();
    long newest = storage.newestCheckpoint(job).orElseThrow();
    return started(
        "resuming from checkpoint " + newest, 1, storage.checkpointPath(job, newest), submission);
  }

  /** Every window closes and all is committed, although the gap of the last ones is not over. */
  private void drain(JobID job) throws Exception {
    ConsumedOffsets consumed = scene.consumed();
    play.await("all records read", consumed::reachedTheEnd);
    cluster.cli().drain(job);
    play.awaitEnd(job, JobStatus.FINISHED);
    play.step("drained");
  }
}
