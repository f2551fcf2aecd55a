package dev.runmark.bench.ingest;

import dev.runmark.bench.flink.BenchCluster;
import dev.runmark.bench.flink.SourceReads;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.JobID;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.jspecify.annotations.Nullable;

/**
 * Runs a pipeline over its topic once, by the clock.
 *
 * <p>The clock of a pass starts when its job is submitted and stops when all records are visible.
 * The sources are unbounded, as in production. As soon as they have read the whole topic, a
 * checkpoint is triggered, and again each second until all is visible; a pipeline that holds
 * records back for more to come is drained instead. What one waits for says nothing of its speed.
 */
record TimedPass(BenchCluster cluster) {

  static final Duration CHECKPOINT_INTERVAL = Duration.ofSeconds(5);

  private static final Duration CHECKPOINT_AGAIN = Duration.ofSeconds(1);
  private static final long POLL_MILLIS = 20;
  private static final long RUNNING_NANOS = Duration.ofSeconds(1).toNanos();
  private static final long LAG_NANOS = Duration.ofMillis(100).toNanos();

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
    Watch watch = new Watch(job, pipeline);
    try {
      while (watch.look() < records) {
        pause(watch);
      }
      long end = pipeline.holdsBack() ? drain(watch) : checkpoint(watch);
      watch.end(records, end);
      Duration took = Duration.ofNanos(end - start);
      return new Pass(took, Checkpoints.of(cluster.checkpoints(job)), watch.longestWait());
    } finally {
      cluster.cancel(job);
    }
  }

  /**
   * @return when all was visible, by {@link System#nanoTime}
   */
  private long checkpoint(Watch watch) throws IOException, SQLException, InterruptedException {
    long allRead = System.nanoTime();
    long next = allRead;
    while (!watch.pipeline.complete()) {
      if (System.nanoTime() >= next) {
        cluster.checkpoint(watch.job);
        next = System.nanoTime() + CHECKPOINT_AGAIN.toNanos();
      }
      if (System.nanoTime() - allRead > PATIENCE.toNanos()) {
        throw new IllegalStateException("not all visible " + PATIENCE + " after all was read");
      }
      pause(watch);
      watch.look();
    }
    return System.nanoTime();
  }

  /**
   * @return when all was visible, by {@link System#nanoTime}; the job has ended since
   */
  private long drain(Watch watch) throws IOException, SQLException, InterruptedException {
    CompletableFuture<?> drained =
        cluster.drain(watch.job).orTimeout(PATIENCE.toMinutes(), TimeUnit.MINUTES);
    while (!watch.pipeline.complete()) {
      if (drained.isDone() && !watch.pipeline.complete()) {
        drained.join();
        throw new IllegalStateException("the job is drained, and not all is visible");
      }
      Thread.sleep(POLL_MILLIS);
      watch.look();
    }
    long end = System.nanoTime();
    drained.join();
    return end;
  }

  /** A job that failed meanwhile ends the pass; to ask for that costs Flink something. */
  private void pause(Watch watch) throws IOException, InterruptedException {
    Thread.sleep(POLL_MILLIS);
    if (watch.asksForJob()) {
      cluster.requireRunning(watch.job);
    }
  }

  /** What of a pass is read and visible, looked at ten times a second. */
  private static final class Watch {
    private final JobID job;
    private final Pipeline pipeline;
    private final VisibilityLag lag = new VisibilityLag();
    private long next = System.nanoTime();
    private long nextJob = next + RUNNING_NANOS;
    private boolean told;

    Watch(JobID job, Pipeline pipeline) {
      this.job = job;
      this.pipeline = pipeline;
    }

    /** How many records are read. */
    long look() throws SQLException {
      long read = SourceReads.of(job);
      long now = System.nanoTime();
      lag.read(read, now);
      if (now >= next) {
        next = now + LAG_NANOS;
        OptionalLong visible = pipeline.visible();
        told = visible.isPresent();
        visible.ifPresent(records -> lag.visible(records, now));
      }
      return read;
    }

    /** Once a second. */
    boolean asksForJob() {
      boolean due = System.nanoTime() >= nextJob;
      if (due) {
        nextJob = System.nanoTime() + RUNNING_NANOS;
      }
      return due;
    }

    /** All is visible; of a short pass this is all that the watch gets to see. */
    void end(long records, long nanos) {
      lag.visible(records, nanos);
    }

    @Nullable Duration longestWait() {
      return told ? lag.longest() : null;
    }
  }
}
