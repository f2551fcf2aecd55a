package dev.runmark.bench.ingest;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.CheckpointType;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * A Flink mini cluster in this JVM that all passes run on, one after the other.
 *
 * <p>The clock of a pass starts when its job is submitted and stops when all records are visible.
 * The sources are unbounded, as in production. As soon as they have read the whole topic, a
 * checkpoint is triggered, and again each second until all is visible: what a pipeline waits for
 * the next periodic one says nothing of its speed, and would blur the result by up to an interval.
 */
final class BenchCluster implements AutoCloseable {

  static final int PARALLELISM = 2;
  static final Duration CHECKPOINT_INTERVAL = Duration.ofSeconds(5);

  private static final Duration CHECKPOINT_AGAIN = Duration.ofSeconds(1);
  private static final long POLL_MILLIS = 20;

  private final MiniCluster cluster;
  private final Configuration configuration;

  private BenchCluster(MiniCluster cluster, Configuration configuration) {
    this.cluster = cluster;
    this.configuration = configuration;
  }

  static BenchCluster start(Path directory, S3Access s3) throws Exception {
    Configuration configuration = configuration(directory, s3);
    S3Plugin.NATIVE.use(configuration);
    MiniCluster cluster =
        new MiniCluster(
            new MiniClusterConfiguration.Builder()
                .setConfiguration(configuration)
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(PARALLELISM)
                .withRandomPorts()
                .build());
    cluster.start();
    return new BenchCluster(cluster, configuration);
  }

  private static Configuration configuration(Path directory, S3Access s3) {
    Configuration flink = new Configuration();
    flink.setString("parallelism.default", Integer.toString(PARALLELISM));
    flink.setString("pipeline.max-parallelism", "128");
    flink.setString("execution.checkpointing.interval", CHECKPOINT_INTERVAL.toMillis() + " ms");
    flink.setString("execution.checkpointing.mode", "EXACTLY_ONCE");
    flink.setString("execution.checkpointing.dir", "s3://" + S3Access.BUCKET + "/checkpoints");
    flink.setString("restart-strategy.type", "none");
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
   * Runs a pipeline over its topic once, and cancels the job.
   *
   * @param records in the topic
   */
  Pass run(Pipeline pipeline, long records) throws IOException, SQLException, InterruptedException {
    pipeline.plugin().use(configuration);
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.getExecutionEnvironment(configuration);
    pipeline.define(env);
    JobGraph graph = env.getStreamGraph().getJobGraph();
    JobID job = graph.getJobID();
    long start = System.nanoTime();
    await("submitting the job", cluster.submitJob(graph));
    try {
      while (SourceReads.of(job) < records) {
        pause(job);
      }
      long nextCheckpoint = System.nanoTime();
      while (!pipeline.complete()) {
        if (System.nanoTime() >= nextCheckpoint) {
          await("triggering one", cluster.triggerCheckpoint(job, CheckpointType.CONFIGURED));
          nextCheckpoint = System.nanoTime() + CHECKPOINT_AGAIN.toNanos();
        }
        pause(job);
      }
      Duration took = Duration.ofNanos(System.nanoTime() - start);
      return new Pass(
          took,
          Checkpoints.of(
              await("asking for checkpoints", cluster.getExecutionGraph(job))
                  .getCheckpointStatsSnapshot()));
    } finally {
      cancel(job);
    }
  }

  /** Long enough to cost nothing; a job that failed meanwhile ends the pass. */
  private void pause(JobID job) throws IOException, InterruptedException {
    Thread.sleep(POLL_MILLIS);
    if (await("asking for the job's state", cluster.getJobStatus(job)).isGloballyTerminalState()) {
      Throwable cause =
          await("asking for the job's end", cluster.requestJobResult(job))
              .getSerializedThrowable()
              .map(failure -> failure.deserializeError(getClass().getClassLoader()))
              .orElse(null);
      throw new IOException("job " + job + " ended before all records were visible", cause);
    }
  }

  private void cancel(JobID job) throws IOException, InterruptedException {
    if (!await("asking for the job's state", cluster.getJobStatus(job)).isGloballyTerminalState()) {
      await("cancelling the job", cluster.cancelJob(job));
      await("awaiting the job's end", cluster.requestJobResult(job));
    }
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
