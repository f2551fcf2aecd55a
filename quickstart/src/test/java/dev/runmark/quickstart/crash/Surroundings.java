package dev.runmark.quickstart.crash;

import dev.runmark.embedded.faults.PostgresProxy;
import dev.runmark.embedded.kafka.KafkaServer;
import dev.runmark.embedded.postgres.PostgresServer;
import dev.runmark.embedded.s3.S3Server;
import dev.runmark.quickstart.cluster.ClusterSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/**
 * What jobs talk to: Kafka, S3 and PostgreSQL in this JVM, a proxy in front of PostgreSQL, and the
 * settings of a cluster that runs them.
 */
final class Surroundings implements AutoCloseable {

  private static final String CHECKPOINTS = "flink";

  private final Path directory;
  private final KafkaServer kafka;
  private final S3Server s3;
  private final PostgresServer postgres;
  private final PostgresProxy proxy;

  private Surroundings(
      Path directory,
      KafkaServer kafka,
      S3Server s3,
      PostgresServer postgres,
      PostgresProxy proxy) {
    this.directory = directory;
    this.kafka = kafka;
    this.s3 = s3;
    this.postgres = postgres;
    this.proxy = proxy;
  }

  static Surroundings start(Path directory) throws Exception {
    KafkaServer kafka = KafkaServer.start(directory.resolve("kafka"), 0);
    S3Server s3 = S3Server.start(directory.resolve("s3"), 0);
    PostgresServer postgres = PostgresServer.start(directory.resolve("postgres"), 0);
    PostgresProxy proxy = PostgresProxy.start("127.0.0.1", postgres.port());
    Surroundings started = new Surroundings(directory, kafka, s3, postgres, proxy);
    s3.createBucket(CHECKPOINTS);
    return started;
  }

  Path directory() {
    return directory;
  }

  KafkaServer kafka() {
    return kafka;
  }

  S3Server s3() {
    return s3;
  }

  PostgresServer postgres() {
    return postgres;
  }

  PostgresProxy proxy() {
    return proxy;
  }

  StoredObjects checkpoints() {
    return new StoredObjects(s3, CHECKPOINTS);
  }

  /** Where the S3 server keeps them on disk. */
  Path checkpointFiles() {
    return directory.resolve("s3").resolve(CHECKPOINTS);
  }

  /**
   * A cluster that notices losses soon, of small processes with one slot each: every subtask has a
   * TaskManager to itself, so that a kill takes one subtask and never the other.
   */
  ClusterSettings cluster() {
    ClusterSettings settings = ClusterSettings.in(directory.resolve("flink"));
    for (Map.Entry<String, String> secret : Scene.secrets(s3).entrySet()) {
      settings = settings.withEnvironment(secret.getKey(), secret.getValue());
    }
    return settings
        .with("s3.endpoint", s3.endpoint().toString())
        .with("s3.path-style-access", "true")
        .with("s3.region", s3.region())
        .with("execution.checkpointing.dir", "s3://" + CHECKPOINTS + "/checkpoints")
        .with("execution.checkpointing.interval", "1 s")
        .with("execution.checkpointing.min-pause", "200 ms")
        .with("execution.checkpointing.timeout", "2 min")
        .with("execution.checkpointing.tolerable-failed-checkpoints", "100")
        .with("heartbeat.interval", "1 s")
        .with("heartbeat.timeout", "10 s")
        .with("restart-strategy.exponential-delay.max-backoff", "2 s")
        .with("rest.cache.checkpoint-statistics.timeout", "100 ms")
        .with("web.refresh-interval", "300 ms")
        .with("metrics.fetcher.update-interval", "500 ms")
        .with("cluster.thread-dump.stacktrace-max-depth", "100")
        // Seconds of load behind a subtask that stands still, or no barrier would reach the others.
        .with("taskmanager.network.memory.buffers-per-channel", "96")
        .with("taskmanager.network.memory.floating-buffers-per-gate", "192")
        .with("taskmanager.network.memory.max-buffers-per-channel", "512")
        // Processes that live for a minute or two on a machine that is full of them.
        .with("env.java.opts.jobmanager", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")
        .with("env.java.opts.taskmanager", "-XX:TieredStopAtLevel=1")
        .with("env.java.opts.client", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")
        .with("taskmanager.numberOfTaskSlots", "1")
        .with("jobmanager.memory.process.size", "896m")
        .with("taskmanager.memory.process.size", "960m");
  }

  @Override
  public void close() throws IOException {
    try (kafka;
        postgres;
        s3) {
      proxy.close();
    }
  }
}
