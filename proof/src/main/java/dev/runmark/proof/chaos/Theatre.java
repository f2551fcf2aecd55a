package dev.runmark.proof.chaos;

import dev.runmark.quickstart.cluster.Await;
import dev.runmark.quickstart.cluster.ClusterSettings;
import dev.runmark.quickstart.cluster.FlinkCluster;
import dev.runmark.quickstart.generate.LoadGenerator;
import dev.runmark.quickstart.generate.LoadOptions;
import dev.runmark.quickstart.generate.UncommittedLoad;
import dev.runmark.quickstart.monitor.OnlineMonitor;
import dev.runmark.quickstart.stage.Scene;
import dev.runmark.quickstart.stage.ServedApi;
import dev.runmark.quickstart.stage.StageCluster;
import dev.runmark.quickstart.stage.WindowMode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;

/**
 * The whole system: servers, a highly available cluster with the job on it, the API, and somebody
 * who reads through that all the while. {@link #close} ends all of it.
 */
final class Theatre implements AutoCloseable {

  private static final String NAME = "chaos";
  private static final int PARALLELISM = 2;

  /** In a thousand records. */
  private static final int POISON = 5;

  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final int LEAST_BYTES = 1_000;
  private static final int MOST_BYTES = 20_000;

  private final ChaosServers servers;
  private final FlinkCluster cluster;
  private final Scene scene;
  private final LiveJob job;
  private final ServedApi api;
  private final OnlineMonitor monitor;
  private final Recovery recovery;
  private final Chronicle chronicle;
  private final Path sent;
  private final Random random;
  private int revived;

  private Theatre(
      ChaosPlan plan, Chronicle chronicle, ChaosServers servers, FlinkCluster cluster, Path sent)
      throws Exception {
    this.chronicle = chronicle;
    this.random = new Random(plan.seed());
    this.servers = servers;
    this.cluster = cluster;
    this.sent = sent;
    scene = Scene.prepare(servers.stage(), NAME, plan.window().options(plan.compression()));
    recovery = new Recovery(scene.ledger());
    job = LiveJob.submit(cluster, scene.job(false), PARALLELISM);
    api = scene.api(servers.apiS3Proxy().endpoint());
    monitor = OnlineMonitor.start(api.address());
    job.awaitRunning();
    chronicle.say("job " + job.id() + " runs");
  }

  /** Starts all of it; nothing is left running when that fails. */
  static Theatre open(Path directory, ChaosPlan plan, Chronicle chronicle) throws Exception {
    ChaosServers servers = ChaosServers.start(directory);
    try {
      chronicle.say("Kafka, S3 and PostgreSQL serve");
      ClusterSettings settings =
          StageCluster.prepare(servers.stage())
              .settings()
              .withTaskManagers(LiveJob.SLOTS)
              .withHighAvailability()
              .with("jobmanager.scheduler", "adaptive")
              // A job that was scaled down gives back what a replay beside it waits for.
              .with("slot.idle.timeout", "3 s");
      FlinkCluster cluster = FlinkCluster.start(settings);
      try {
        chronicle.say(
            "Flink is up at " + cluster.webAddress() + ", processes " + cluster.pids().values());
        return new Theatre(plan, chronicle, servers, cluster, directory.resolve("sent"));
      } catch (Exception e) {
        cluster.close();
        throw e;
      }
    } catch (Exception e) {
      servers.close();
      throw e;
    }
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

  /** The generator's ledger. */
  Path sent() {
    return sent;
  }

  /**
   * Begins to send.
   *
   * @param runs how many
   * @param rate a second, 0 for all at once
   */
  LoadGenerator send(long seed, long runs, double rate, int leastBytes, int mostBytes)
      throws IOException {
    return LoadGenerator.start(load(seed, runs, rate).withSizes(leastBytes, mostBytes), sent);
  }

  /** Runs that nobody else sends, for a producer that keeps no ledger. */
  LoadOptions unlisted(long runs) {
    return load(random.nextLong(), runs, 0);
  }

  /** The job, which was stopped, stores a run that the ledger does not know. */
  void intrude() throws Exception {
    long before = scene.ledger().lastPositions();
    job.startAgain();
    try (UncommittedLoad load = UncommittedLoad.send(unlisted(1), PATIENCE)) {
      load.commit();
    }
    Await.until(
        "the intruder's run is stored", PATIENCE, () -> scene.ledger().lastPositions() > before);
    job.stop();
  }

  private LoadOptions load(long seed, long runs, double rate) {
    return new LoadOptions(
        servers.stage().kafka(),
        scene.topic(),
        seed,
        Instant.now().truncatedTo(ChronoUnit.MICROS),
        runs,
        rate,
        LEAST_BYTES,
        MOST_BYTES,
        POISON,
        WindowMode.DELAYS);
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

  int anyTaskManager() {
    return 1 + random.nextInt(LiveJob.SLOTS);
  }

  /** One that has tasks of the job, as long as the JobManager knows of any. */
  int busyTaskManager() throws InterruptedException {
    List<Integer> busy = List.of();
    try {
      busy = List.copyOf(cluster.taskManagersOf(job.id()));
    } catch (IOException e) {
      say("       the JobManager does not answer: " + e.getMessage());
    }
    return busy.isEmpty() ? anyTaskManager() : busy.get(random.nextInt(busy.size()));
  }

  private List<Integer> running() {
    return IntStream.rangeClosed(1, LiveJob.SLOTS)
        .filter(number -> cluster.pids().containsKey("taskmanager-" + number))
        .boxed()
        .toList();
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
      say("       new rows after " + Chronicle.seconds(taken));
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
