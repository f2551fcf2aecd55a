package dev.runmark.proof.chaos;

import dev.runmark.quickstart.cluster.Await;
import dev.runmark.quickstart.cluster.ClusterSettings;
import dev.runmark.quickstart.cluster.FlinkCluster;
import dev.runmark.quickstart.monitor.OnlineMonitor;
import dev.runmark.quickstart.stage.Scene;
import dev.runmark.quickstart.stage.ServedApi;
import dev.runmark.quickstart.stage.StageCluster;
import dev.runmark.quickstart.stage.WindowMode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.Callable;

/**
 * The whole system: servers, a highly available cluster with the job on it, the API, and somebody
 * who reads through that all the while. {@link #close} ends all of it.
 */
final class Theatre implements AutoCloseable {

  private static final String NAME = "chaos";
  private static final int PARALLELISM = 2;

  private final ChaosServers servers;
  private final FlinkCluster cluster;
  private final Scene scene;
  private final LiveJob job;
  private final ServedApi api;
  private final OnlineMonitor monitor;
  private final Recovery recovery;
  private final Chronicle chronicle;
  private final Random random;
  private int revived;

  /**
   * Starts all of it.
   *
   * @param seed of what faults choose, such as their victims
   */
  Theatre(Path directory, WindowMode mode, String compression, long seed, Chronicle chronicle)
      throws Exception {
    this.chronicle = chronicle;
    this.random = new Random(seed);
    servers = ChaosServers.start(directory);
    chronicle.say("Kafka, S3 and PostgreSQL serve");
    StageCluster stage = StageCluster.prepare(servers.stage());
    ClusterSettings settings =
        stage
            .settings()
            .withTaskManagers(LiveJob.SLOTS)
            .withHighAvailability()
            .with("jobmanager.scheduler", "adaptive");
    cluster = FlinkCluster.start(settings);
    chronicle.say(
        "Flink is up at " + cluster.webAddress() + ", processes " + cluster.pids().values());
    scene = Scene.prepare(servers.stage(), NAME, mode.options(compression));
    recovery = new Recovery(scene.ledger());
    job = LiveJob.submit(cluster, scene.job(false), PARALLELISM);
    api = scene.api();
    monitor = OnlineMonitor.start(api.address());
    job.awaitRunning();
    chronicle.say("job " + job.id() + " runs");
  }

  ChaosServers servers() {
    return servers;
  }

  FlinkCluster cluster() {
    return cluster;
  }

  Scene scene() {
    return scene;
  }

  LiveJob job() {
    return job;
  }

  ServedApi api() {
    return api;
  }

  OnlineMonitor monitor() {
    return monitor;
  }

  Recovery recovery() {
    return recovery;
  }

  Random random() {
    return random;
  }

  void say(String what) {
    chronicle.say(what);
  }

  /** How many processes had ended by themselves and were started again. */
  int revived() {
    return revived;
  }

  int taskManager() {
    return 1 + random.nextInt(LiveJob.SLOTS);
  }

  /** Whether it holds within so long; a fault that waits for a statement may wait in vain. */
  static boolean soon(Duration patience, Callable<Boolean> condition) throws InterruptedException {
    try {
      Await.until("it", patience, condition);
      return true;
    } catch (IllegalStateException inVain) {
      return false;
    }
  }

  void pause(int leastSeconds, int mostSeconds) throws InterruptedException {
    Thread.sleep(1000L * leastSeconds + random.nextInt(1000 * (mostSeconds - leastSeconds) + 1));
  }

  /** Until rows of what comes now are visible; tells how long it took. */
  Duration awaitRecovery(Instant since) throws IOException, InterruptedException {
    Duration taken;
    try {
      taken = recovery.await(since);
    } catch (IllegalStateException e) {
      job.requireAlive();
      throw e;
    }
    if (since.isAfter(Instant.EPOCH)) {
      say("       new rows after %.1f s".formatted(taken.toMillis() / 1e3));
    }
    return taken;
  }

  /** Starts what has ended without being killed. */
  void revive() throws IOException, InterruptedException {
    for (int number = 1; number <= LiveJob.SLOTS; number++) {
      if (!cluster.pids().containsKey("taskmanager-" + number)) {
        say("TaskManager " + number + " had ended by itself");
        cluster.startTaskManager(number);
        revived++;
      }
    }
    if (!cluster.pids().containsKey("jobmanager")) {
      say("the JobManager had ended by itself");
      cluster.startJobManager();
      revived++;
    }
  }

  @Override
  public void close() throws IOException {
    try (servers;
        cluster;
        api) {
      monitor.close();
    }
  }
}
