package dev.runmark.bench.ingest;

import dev.runmark.bench.flink.BenchCluster;
import dev.runmark.bench.flink.SourceReads;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import org.apache.flink.api.common.JobID;
import org.apache.flink.runtime.jobgraph.JobGraph;

/**
 * Runs a pipeline over its topic once, by the clock.
 *
 * <p>The clock of a pass starts when its job is submitted and stops when all records are visible.
 * The sources are unbounded, as in production. As soon as they have read the whole topic, a
 * checkpoint is triggered, and again each second until all is visible: what a pipeline waits for
 * the next periodic one says nothing of its speed, and would blur the result by up to an interval.
 */
record TimedPass(BenchCluster cluster) {

  static final Duration CHECKPOINT_INTERVAL = Duration.ofSeconds(5);

  private static final Duration CHECKPOINT_AGAIN = Duration.ofSeconds(1);
  private static final long POLL_MILLIS = 20;

  /** After all was read; who takes longer has lost something. */
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  /**
   * Runs the pipeline, and cancels the job.
   *
   * @param records in the topic
   */
  Pass run(Pipeline pipeline, int parallelism, long records)
      throws IOException, SQLException, InterruptedException {
    JobGraph graph =
        cluster.graph(
            pipeline.plugin(),
            env -> {
              env.setParallelism(parallelism);
              pipeline.define(env);
            });
    long start = System.nanoTime();
    JobID job = cluster.submit(graph);
    try {
      while (SourceReads.of(job) < records) {
        pause(job);
      }
      long allRead = System.nanoTime();
      long nextCheckpoint = allRead;
      while (!pipeline.complete()) {
        if (System.nanoTime() >= nextCheckpoint) {
          cluster.checkpoint(job);
          nextCheckpoint = System.nanoTime() + CHECKPOINT_AGAIN.toNanos();
        }
        if (System.nanoTime() - allRead > PATIENCE.toNanos()) {
          throw new IllegalStateException(
              "pass over " + records + " records: not all visible " + PATIENCE + " after the last");
        }
        pause(job);
      }
      Duration took = Duration.ofNanos(System.nanoTime() - start);
      return new Pass(took, Checkpoints.of(cluster.checkpoints(job)));
    } finally {
      cluster.cancel(job);
    }
  }

  /** Long enough to cost nothing; a job that failed meanwhile ends the pass. */
  private void pause(JobID job) throws IOException, InterruptedException {
    Thread.sleep(POLL_MILLIS);
    cluster.requireRunning(job);
  }
}
