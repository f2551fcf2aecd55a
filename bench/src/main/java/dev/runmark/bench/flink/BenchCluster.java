package dev.runmark.bench.flink;

import dev.runmark.bench.servers.S3Access;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.CheckpointType;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.checkpoint.CheckpointStatsSnapshot;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.jspecify.annotations.Nullable;

/** A Flink mini cluster in this JVM, checkpoints on S3. */
public final class BenchCluster implements AutoCloseable {

  public static final int PARALLELISM = 2;

  private static final String SAVEPOINTS = "s3://" + S3Access.BUCKET + "/savepoints";

  private final MiniCluster cluster;
  private final Configuration configuration;

  private BenchCluster(MiniCluster cluster, Configuration configuration) {
    this.cluster = cluster;
    this.configuration = configuration;
  }

  /**
   * Starts it.
   *
   * @param checkpoints how long from one to the next
   */
  public static BenchCluster start(Path directory, S3Access s3, Duration checkpoints)
      throws Exception {
    return start(directory, s3, checkpoints, PARALLELISM);
  }

  /**
   * Starts it.
   *
   * @param checkpoints how long from one to the next
   * @param slots the greatest parallelism that a job can have
   */
  public static BenchCluster start(Path directory, S3Access s3, Duration checkpoints, int slots)
      throws Exception {
    Configuration configuration = configuration(directory, s3, checkpoints);
    S3Plugin.NATIVE.use(configuration);
    MiniCluster cluster =
        new MiniCluster(
            new MiniClusterConfiguration.Builder()
                .setConfiguration(configuration)
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(slots)
                .withRandomPorts()
                .build());
    cluster.start();
    return new BenchCluster(cluster, configuration);
  }

  private static Configuration configuration(Path directory, S3Access s3, Duration checkpoints) {
    Configuration flink = new Configuration();
    flink.setString("parallelism.default", Integer.toString(PARALLELISM));
    flink.setString("pipeline.max-parallelism", "128");
    flink.setString("execution.checkpointing.interval", checkpoints.toMillis() + " ms");
    flink.setString("execution.checkpointing.mode", "EXACTLY_ONCE");
    flink.setString("execution.checkpointing.dir", "s3://" + S3Access.BUCKET + "/checkpoints");
    flink.setString("restart-strategy.type", "none");
    // As in the configuration we ship.
    flink.setString("taskmanager.memory.segment-size", "256kb");
    flink.setString("io.tmp.dirs", directory.resolve("flink").toString());
    flink.setString("metrics.reporters", "reads");
    flink.setString("metrics.reporter.reads.factory.class", SourceReads.Factory.class.getName());
    flink.setString("s3.endpoint", s3.endpoint().toString());
    flink.setString("s3.access-key", s3.accessKey());
    flink.setString("s3.secret-key", s3.secretKey());
    flink.setString("s3.region", s3.region());
    flink.setString("s3.path-style-access", "true");
    // The Hadoop plugin's spelling.
    flink.setString("s3.path.style.access", "true");
    flink.setString("s3.endpoint.region", s3.region());
    // As large as Runmark's pieces; Flink's 5 MiB cost the peer a little.
    flink.setString("s3.upload.min.part.size", Long.toString(8 << 20));
    return flink;
  }

  /**
   * A job that can be submitted.
   *
   * @param plugin through which all of Flink in this JVM reaches S3 from now on
   */
  public JobGraph graph(S3Plugin plugin, Consumer<StreamExecutionEnvironment> define)
      throws IOException {
    plugin.use(configuration);
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.getExecutionEnvironment(configuration);
    define.accept(env);
    return env.getStreamGraph().getJobGraph();
  }

  public JobID submit(JobGraph graph) throws IOException, InterruptedException {
    await("submitting the job", cluster.submitJob(graph));
    return graph.getJobID();
  }

  /** Makes a checkpoint now and waits for it. */
  public void checkpoint(JobID job) throws IOException, InterruptedException {
    await("triggering one", cluster.triggerCheckpoint(job, CheckpointType.CONFIGURED));
  }

  /**
   * Drains the job: the sources end, what waits in operators goes on, and a savepoint commits it,
   * as with {@code flink stop --drain}.
   *
   * @return done when the job has ended
   */
  public CompletableFuture<?> drain(JobID job) {
    return cluster.stopWithSavepoint(job, SAVEPOINTS, true, SavepointFormatType.NATIVE);
  }

  public @Nullable CheckpointStatsSnapshot checkpoints(JobID job)
      throws IOException, InterruptedException {
    return await("asking for checkpoints", cluster.getExecutionGraph(job))
        .getCheckpointStatsSnapshot();
  }

  /**
   * Asks whether the job still runs.
   *
   * @throws IOException with the cause when it has ended
   */
  public void requireRunning(JobID job) throws IOException, InterruptedException {
    if (ended(job)) {
      Throwable cause =
          await("asking for the job's end", cluster.requestJobResult(job))
              .getSerializedThrowable()
              .map(failure -> failure.deserializeError(getClass().getClassLoader()))
              .orElse(null);
      throw new IOException("job " + job + " ended before all records were visible", cause);
    }
  }

  /** Ends the job, if it has not ended by itself. */
  public void cancel(JobID job) throws IOException, InterruptedException {
    if (!ended(job)) {
      await("cancelling the job", cluster.cancelJob(job));
      await("awaiting the job's end", cluster.requestJobResult(job));
    }
  }

  private boolean ended(JobID job) throws IOException, InterruptedException {
    return await("asking for the job's state", cluster.getJobStatus(job)).isGloballyTerminalState();
  }

  private static <T> T await(String what, Future<T> future)
      throws IOException, InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw new IOException(what + ": " + e.getCause(), e);
    }
  }

  @Override
  public void close() throws IOException {
    try {
      cluster.close();
    } catch (Exception e) {
      throw new IOException("ending Flink: " + e.getMessage(), e);
    }
  }
}
