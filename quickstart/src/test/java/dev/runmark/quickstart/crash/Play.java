package dev.runmark.quickstart.crash;

import dev.runmark.quickstart.check.CheckReport;
import dev.runmark.quickstart.check.Checker;
import dev.runmark.quickstart.check.Reading;
import dev.runmark.quickstart.cluster.Await;
import dev.runmark.quickstart.cluster.FlinkCluster;
import dev.runmark.quickstart.cluster.FlinkRest;
import dev.runmark.quickstart.generate.LoadGenerator;
import dev.runmark.quickstart.generate.LoadOptions;
import dev.runmark.quickstart.generate.LoadProgress;
import dev.runmark.quickstart.ledger.SentRuns;
import dev.runmark.quickstart.stage.ConsumedOffsets;
import dev.runmark.quickstart.stage.Scene;
import dev.runmark.quickstart.stage.WindowMode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Callable;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.jspecify.annotations.Nullable;

/**
 * Runs that keep coming while something is done to their job, a record of what was done, and the
 * audit of it all. The cluster and the scene are others'.
 */
final class Play implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final int SMALLEST = 1_000;
  private static final int LARGEST = 100_000;
  private static final int POISON = 5;
  private static final int TAIL = 60;

  private final Scene scene;
  private final FlinkCluster cluster;
  private final Path sent;
  private final LoadGenerator load;
  private final long runs;
  private final StringBuilder steps = new StringBuilder();
  private final long begin = System.nanoTime();
  private @Nullable CheckReport report;

  private Play(Scene scene, FlinkCluster cluster, Path sent, LoadGenerator load, long runs) {
    this.scene = scene;
    this.cluster = cluster;
    this.sent = sent;
    this.load = load;
    this.runs = runs;
  }

  /** Starts the load. */
  static Play begin(Surroundings surroundings, FlinkCluster cluster, Scene scene, Load load)
      throws IOException {
    Path sent = surroundings.directory().resolve("sent-" + scene.topic());
    LoadOptions options =
        new LoadOptions(
            surroundings.kafka().bootstrapServers(),
            scene.topic(),
            System.nanoTime(),
            Instant.now().truncatedTo(ChronoUnit.MICROS),
            LoadOptions.ENDLESS,
            load.rate(),
            SMALLEST,
            LARGEST,
            POISON,
            WindowMode.DELAYS);
    return new Play(scene, cluster, sent, LoadGenerator.start(options, sent), load.runs());
  }

  /**
   * How much comes.
   *
   * @param rate runs a second
   * @param runs how many are sent at least
   */
  record Load(double rate, long runs) {}

  /** Waits until the whole job runs and has committed more parts than there were. */
  void awaitCommits(String after, JobID job) throws Exception {
    long before = scene.ledger().parts();
    FlinkRest rest = cluster.rest();
    await("job " + job + " running after " + after, () -> rest.isRunning(job));
    FlinkRest.CheckpointCounts counts = rest.checkpointCounts(job);
    await(
        "commits after " + after,
        () ->
            scene.ledger().parts() > before
                && rest.checkpointCounts(job).completed() >= counts.completed() + 2);
    step(
        "job %s runs after %s: %d parts committed, %d before, %s, %s"
            .formatted(
                job,
                after,
                scene.ledger().parts(),
                before,
                rest.checkpointCounts(job),
                load.progress()));
  }

  /** Nothing is drained: the last traces are written when their gap is over. */
  void awaitAllStored(JobID job) throws Exception {
    endLoad();
    long wanted = SentRuns.read(sent).places().lastPositions();
    ConsumedOffsets consumed = scene.consumed();
    await(
        "all records read and the last of them committed",
        () -> consumed.reachedTheEnd() && scene.ledger().lastPositions() >= wanted);
    step("all stored by job " + job);
  }

  /** Waits until enough is sent, and sends no more. */
  void endLoad() throws Exception {
    await("all " + runs + " runs sent", () -> load.progress().runs() >= runs);
    load.stop();
    LoadProgress progress = load.await();
    step("sent " + progress);
  }

  /** Stops a job with a savepoint and returns its path. */
  String stop(JobID job) throws Exception {
    String savepoint = cluster.cli().stop(job);
    awaitEnd(job, JobStatus.FINISHED);
    step("stopped with savepoint");
    return savepoint;
  }

  /** REST answers from a cache of some seconds. */
  void awaitEnd(JobID job, JobStatus wanted) throws InterruptedException {
    await("job " + job + " " + wanted, () -> cluster.rest().status(job) == wanted);
  }

  void await(String what, Callable<Boolean> condition) throws InterruptedException {
    Await.until(
        what,
        PATIENCE,
        () -> {
          if (load.finished() && load.progress().runs() < runs) {
            load.await();
          }
          return condition.call();
        });
  }

  /** Compares all that was sent with all that is stored. */
  void audit(Reading reading) throws Exception {
    report = Checker.check(scene.target(), sent, reading);
    step("audited");
  }

  CheckReport report() {
    if (report == null) {
      throw new IllegalStateException("it was not played to its end");
    }
    return report;
  }

  void step(String what) {
    steps.append(
        "%5.1f s  %s%n"
            .formatted(Duration.ofNanos(System.nanoTime() - begin).toMillis() / 1e3, what));
  }

  /** What happened, for a person who has to find out why it went wrong. */
  String told() {
    return scene.topic()
        + "\n"
        + steps
        + (report == null ? "" : report + "\n")
        + cluster.logTail(TAIL);
  }

  @Override
  public void close() throws IOException {
    load.close();
  }
}
