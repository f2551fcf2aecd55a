package dev.runmark.quickstart.stage;

import dev.runmark.quickstart.cluster.ClusterSettings;
import java.io.IOException;
import java.util.Map;

/** The Flink cluster of a play: it notices losses soon, and its processes are small. */
public record StageCluster(StageServers servers) {

  /** The bucket that checkpoints go to. */
  public static final String CHECKPOINTS = "flink";

  /** Makes the bucket for its checkpoints. */
  public static StageCluster prepare(StageServers servers) throws IOException {
    StageCluster cluster = new StageCluster(servers);
    cluster.checkpoints().createBucket();
    return cluster;
  }

  public StoredObjects checkpoints() {
    return new StoredObjects(servers.s3(), CHECKPOINTS);
  }

  /**
   * TaskManagers of one slot each: every subtask has a TaskManager to itself, so that a kill takes
   * one subtask and never the other.
   */
  public ClusterSettings settings() {
    ClusterSettings settings = ClusterSettings.in(servers.directory().resolve("flink"));
    for (Map.Entry<String, String> secret : Scene.secrets(servers.s3()).entrySet()) {
      settings = settings.withEnvironment(secret.getKey(), secret.getValue());
    }
    return settings
        .with("s3.endpoint", servers.s3().endpoint().toString())
        .with("s3.path-style-access", "true")
        .with("s3.region", servers.s3().region())
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
}
