package dev.runmark.bench.windows;

import dev.runmark.decode.record.TraceKey;
import dev.runmark.job.record.types.RecordTypes;
import dev.runmark.job.window.TraceWindowOperator;
import dev.runmark.job.window.WindowRules;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.core.execution.CheckpointType;
import org.apache.flink.runtime.checkpoint.CheckpointStatsSnapshot;
import org.apache.flink.runtime.checkpoint.CompletedCheckpointStats;
import org.apache.flink.runtime.execution.ExecutionState;
import org.apache.flink.runtime.executiongraph.AccessExecutionVertex;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

/**
 * Measures checkpoints of the trace window with so many traces open: the operator as it is shipped,
 * on a mini cluster with two slots, checkpoints on the local disk.
 */
public final class OpenWindowsBench {

  /** What checkpoints of one state backend took, in seconds from trigger to completion. */
  public record Result(
      String backend, int traces, int bytes, double megabytes, List<Double> seconds) {}

  private static final int PARALLELISM = 2;
  private static final int COUNTED = 5;

  /** State of so much of the documents' bytes: some backends compress a little. */
  private static final double ALL_OPEN = 0.9;

  private static final long POLL_MILLIS = 50;
  private static final Duration LONGEST = Duration.ofMinutes(10);

  private static final WindowRules OPEN_FOR_EVER =
      new WindowRules(
          Duration.ofDays(1),
          Duration.ofDays(1),
          Duration.ofDays(1),
          MemorySize.ofMebiBytes(1024),
          MemorySize.ofMebiBytes(1024 * 1024),
          MemorySize.ofMebiBytes(32),
          false);

  private final int traces;
  private final int bytes;
  private final Path directory;
  private final Consumer<String> progress;

  /**
   * @param traces that are open, each with one event
   * @param bytes of each event's document
   */
  public OpenWindowsBench(int traces, int bytes, Path directory, Consumer<String> progress) {
    if (traces < PARALLELISM || bytes < 100) {
      throw new IllegalArgumentException(
          traces + " traces of " + bytes + " bytes: wanted 2 or more, of 100 bytes or more");
    }
    this.traces = traces;
    this.bytes = bytes;
    this.directory = directory;
    this.progress = progress;
  }

  /** The state backends one after the other. */
  public List<Result> measure() throws Exception {
    List<Result> results = new ArrayList<>();
    for (String backend : List.of("hashmap", "rocksdb")) {
      results.add(measure(backend));
    }
    return results;
  }

  private Result measure(String backend) throws Exception {
    Configuration flink = configuration(backend);
    MiniCluster cluster = start(flink);
    try {
      JobGraph graph = job(flink);
      await(cluster.submitJob(graph));
      awaitRunning(cluster, graph.getJobID());
      progress.accept(backend + ": opening " + traces + " traces …");
      List<CompletedCheckpointStats> counted = new ArrayList<>();
      long end = System.nanoTime() + LONGEST.toNanos();
      while (counted.size() < COUNTED) {
        if (System.nanoTime() > end) {
          throw new IOException(backend + ": not all traces were open within " + LONGEST);
        }
        CompletedCheckpointStats checkpoint = checkpoint(cluster, graph.getJobID());
        if (checkpoint.getStateSize() >= ALL_OPEN * traces * bytes) {
          counted.add(checkpoint);
          progress.accept(
              backend + ": a checkpoint in " + checkpoint.getEndToEndDuration() + " ms");
        }
      }
      await(cluster.cancelJob(graph.getJobID()));
      return new Result(
          backend,
          traces,
          bytes,
          counted.get(0).getStateSize() / 1e6,
          counted.stream().map(one -> one.getEndToEndDuration() / 1e3).toList());
    } finally {
      cluster.close();
    }
  }

  private Configuration configuration(String backend) {
    Configuration flink = new Configuration();
    flink.setString("parallelism.default", Integer.toString(PARALLELISM));
    flink.setString("pipeline.max-parallelism", "128");
    flink.setString("state.backend.type", backend);
    // Checkpoints are triggered by hand.
    flink.setString("execution.checkpointing.interval", "1 d");
    flink.setString("execution.checkpointing.dir", directory.resolve("checkpoints").toUri() + "");
    flink.setString("io.tmp.dirs", directory.resolve("flink").toString());
    flink.setString("restart-strategy.type", "none");
    return flink;
  }

  private static MiniCluster start(Configuration flink) throws Exception {
    MiniCluster cluster =
        new MiniCluster(
            new MiniClusterConfiguration.Builder()
                .setConfiguration(flink)
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(PARALLELISM)
                .withRandomPorts()
                .build());
    cluster.start();
    return cluster;
  }

  private JobGraph job(Configuration flink) {
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(flink);
    env.fromSequence(0, Long.MAX_VALUE - 1)
        .flatMap(new OpenTraces(traces / PARALLELISM, bytes))
        .keyBy(TraceKey::of, RecordTypes.TRACE_KEY)
        .transform(
            "runs: trace window",
            RecordTypes.SINK_ELEMENT,
            new TraceWindowOperator(OPEN_FOR_EVER, UUID.randomUUID()))
        .uid("runs-trace-window")
        .sinkTo(new DiscardingSink<>());
    return env.getStreamGraph().getJobGraph();
  }

  /** Before, no checkpoint can be triggered. */
  private static void awaitRunning(MiniCluster cluster, JobID job)
      throws IOException, InterruptedException {
    while (await(cluster.getJobStatus(job)) != JobStatus.RUNNING || !allTasksRun(cluster, job)) {
      Thread.sleep(POLL_MILLIS);
    }
  }

  private static boolean allTasksRun(MiniCluster cluster, JobID job)
      throws IOException, InterruptedException {
    for (AccessExecutionVertex task :
        await(cluster.getExecutionGraph(job)).getAllExecutionVertices()) {
      if (task.getExecutionState() != ExecutionState.RUNNING) {
        return false;
      }
    }
    return true;
  }

  private static CompletedCheckpointStats checkpoint(MiniCluster cluster, JobID job)
      throws IOException, InterruptedException {
    await(cluster.triggerCheckpoint(job, CheckpointType.FULL));
    CheckpointStatsSnapshot stats =
        await(cluster.getExecutionGraph(job)).getCheckpointStatsSnapshot();
    CompletedCheckpointStats latest =
        stats == null ? null : stats.getHistory().getLatestCompletedCheckpoint();
    if (latest == null) {
      throw new IOException("checkpoint of job " + job + ": Flink tells none");
    }
    return latest;
  }

  private static <T> T await(Future<T> future) throws IOException, InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw new IOException("the mini cluster failed: " + e.getCause(), e);
    }
  }
}
