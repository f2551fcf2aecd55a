package dev.runmark.quickstart.local;

import dev.runmark.job.RunmarkJob;
import dev.runmark.job.options.RunmarkOptions;
import dev.runmark.quickstart.cluster.Await;
import dev.runmark.quickstart.cluster.FlinkHome;
import dev.runmark.quickstart.cluster.FlinkRest;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.MetricOptions;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.configuration.WebOptions;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;

/**
 * A Flink cluster inside this JVM, with its web UI, that runs the job.
 *
 * <p>Checkpoints go to S3 through Flink's own plugin, and a second start restores the newest one.
 */
final class LocalFlink implements AutoCloseable {

  private static final int SLOTS = 2;
  private static final Duration CHECKPOINTS = Duration.ofSeconds(2);
  private static final Duration METRICS = Duration.ofSeconds(1);
  private static final Duration CANCEL = Duration.ofSeconds(30);

  private final MiniCluster cluster;
  private final JobID job;
  private final FlinkRest rest;

  private LocalFlink(MiniCluster cluster, JobID job, FlinkRest rest) {
    this.cluster = cluster;
    this.job = job;
    this.rest = rest;
  }

  /** Starts the cluster and submits the job of the directory's options file. */
  static LocalFlink start(LocalDirectory directory, LocalServers servers, int uiPort)
      throws IOException {
    Configuration configuration = configuration(directory, servers, uiPort);
    FlinkHome.locate().loadFileSystems(configuration);
    MiniCluster cluster =
        new MiniCluster(
            new MiniClusterConfiguration.Builder()
                .setConfiguration(configuration)
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(SLOTS)
                .build());
    try {
      cluster.start();
      FlinkRest rest = new FlinkRest(cluster.getRestAddress().get());
      JobID job = cluster.submitJob(graph(directory, configuration).getJobGraph()).get().getJobID();
      Await.until(
          "the job runs", Duration.ofMinutes(2), () -> rest.isRunning(job) || dead(cluster, job));
      return new LocalFlink(cluster, job, rest);
    } catch (Exception e) {
      closeQuietly(cluster, e);
      throw new IOException("starting Flink's mini cluster: " + e.getMessage(), e);
    }
  }

  private static boolean dead(MiniCluster cluster, JobID job) throws Exception {
    return cluster.getJobStatus(job).get().isGloballyTerminalState();
  }

  private static void closeQuietly(MiniCluster cluster, Exception failure) {
    try {
      cluster.close();
    } catch (Exception e) {
      failure.addSuppressed(e);
    }
    if (failure instanceof InterruptedException) {
      Thread.currentThread().interrupt();
    }
  }

  /** The shipped configuration, and over it what belongs to this directory. */
  private static Configuration configuration(
      LocalDirectory directory, LocalServers servers, int uiPort) throws IOException {
    Configuration configuration = GlobalConfiguration.loadConfiguration(shipped(directory));
    configuration.removeConfig(JobManagerOptions.TOTAL_PROCESS_MEMORY);
    configuration.removeConfig(TaskManagerOptions.TOTAL_PROCESS_MEMORY);
    configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, CHECKPOINTS);
    configuration.set(CheckpointingOptions.CREATE_CHECKPOINT_SUB_DIR, true);
    configuration.set(
        CheckpointingOptions.CHECKPOINTS_DIRECTORY,
        "s3://" + LocalDirectory.FLINK_BUCKET + "/checkpoints");
    configuration.set(CoreOptions.TMP_DIRS, directory.temporaryFiles().toString());
    configuration.set(WebOptions.UPLOAD_DIR, directory.temporaryFiles().toString());
    configuration.set(CoreOptions.DEFAULT_PARALLELISM, SLOTS);
    configuration.set(PipelineOptions.MAX_PARALLELISM, 128);
    configuration.set(MetricOptions.METRIC_FETCHER_UPDATE_INTERVAL, METRICS);
    configuration.set(RestOptions.PORT, uiPort);
    configuration.set(RestOptions.BIND_PORT, Integer.toString(uiPort));
    Map.of(
            "s3.endpoint", servers.s3().endpoint().toString(),
            "s3.region", servers.s3().region(),
            "s3.access-key", servers.s3().accessKey(),
            "s3.secret-key", servers.s3().secretKey(),
            "s3.path-style-access", "true")
        .forEach(configuration::setString);
    directory
        .newestCheckpoint()
        .ifPresent(path -> configuration.set(StateRecoveryOptions.SAVEPOINT_PATH, path));
    return configuration;
  }

  private static String shipped(LocalDirectory directory) throws IOException {
    Path folder = directory.options().resolveSibling("flink");
    Files.createDirectories(folder);
    Path file = folder.resolve("config.yaml");
    try (InputStream in = LocalFlink.class.getResourceAsStream("/flink-conf/config.yaml")) {
      if (in == null) {
        throw new IllegalStateException("Flink's configuration is not on the class path");
      }
      Files.write(file, in.readAllBytes());
    }
    return folder.toString();
  }

  private static StreamGraph graph(LocalDirectory directory, Configuration configuration) {
    // Of the file alone: what is in the environment is meant for another job.
    RunmarkOptions options = RunmarkOptions.read(directory.options(), Map.of());
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.getExecutionEnvironment(configuration);
    RunmarkJob.define(env, options);
    StreamGraph graph = env.getStreamGraph();
    graph.setJobName("runmark: " + String.join(", ", options.kafka().topics()));
    return graph;
  }

  URI ui() {
    return rest.address();
  }

  /** The number of the newest completed checkpoint; 0 when there is none yet. */
  long checkpoint() throws IOException, InterruptedException {
    return rest.latestCheckpoint(job).map(FlinkRest.Checkpoint::id).orElse(0L);
  }

  /** How many traces wait for more; as it was a second ago. */
  long openTraces() throws IOException, InterruptedException {
    return (long) rest.operatorMetric(job, "runs: trace window", "openTraces");
  }

  /**
   * Returns while the job runs or tries again.
   *
   * @throws IOException when it has ended, with the reason
   */
  void requireAlive() throws IOException, InterruptedException {
    JobStatus status = rest.status(job);
    if (status.isGloballyTerminalState()) {
      String why = rest.exceptions(job).stream().findFirst().orElse("it gives no reason");
      throw new IOException("the job has ended, " + status + ": " + why.lines().findFirst().get());
    }
  }

  @Override
  public void close() throws IOException {
    try (cluster) {
      if (!dead(cluster, job)) {
        cluster.cancelJob(job).get();
        Await.until("the job is cancelled", CANCEL, () -> dead(cluster, job));
      }
    } catch (ExecutionException e) {
      throw new IOException("cancelling the job: " + e.getCause(), e);
    } catch (Exception e) {
      throw new IOException("closing Flink's mini cluster: " + e.getMessage(), e);
    }
  }
}
