package dev.runmark.quickstart.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runmark.embedded.s3.S3Server;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.junit.jupiter.api.Test;

/**
 * Real processes, killed for real; one cluster for the whole story, because starting one takes ten
 * seconds.
 */
class FlinkClusterIT {

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @Test
  void aJobSurvivesTheKillOfEveryProcessAndNothingIsLeftAfterClose() throws Exception {
    Path directory = Files.createTempDirectory(Path.of("target"), "flink-cluster-");
    Collection<Long> pids;
    try (S3Server s3 = S3Server.start(directory.resolve("s3"), 0);
        FlinkCluster cluster = FlinkCluster.start(settings(directory.resolve("flink"), s3))) {
      try {
        pids = story(cluster);
      } catch (Exception | AssertionError e) {
        System.err.println(cluster.logTail(80));
        throw e;
      }
    }
    assertThat(pids).hasSize(2).noneMatch(pid -> ProcessHandle.of(pid).isPresent());
    assertThat(directory.resolve("flink/pids")).isEmptyDirectory();
  }

  private static Collection<Long> story(FlinkCluster cluster) throws Exception {
    Path jar = CountingJob.pack(cluster.directory().root().resolve("counting.jar"));
    JobID job = cluster.cli().submit(JobSubmission.of(jar).withParallelism(2));
    long first = checkpointAfter(cluster, job, 0);
    assertThat(cluster.taskManagersOf(job)).containsExactly(1);

    long killed = cluster.pids().get("taskmanager-1");
    cluster.killTaskManager(1);
    assertThat(ProcessHandle.of(killed)).isEmpty();
    assertThat(cluster.taskManagersOf(job)).as("it is not missed yet").isEmpty();
    cluster.startTaskManager(1);
    cluster.awaitReady();
    checkpointAfter(cluster, job, first);
    assertThat(cluster.taskManagersOf(job)).containsExactly(1);
    assertThat(cluster.rest().checkpointCounts(job).restored()).isPositive();
    assertThat(cluster.rest().exceptions(job)).isNotEmpty();

    FlinkRest.Checkpoint retained = cluster.rest().latestCheckpoint(job).orElseThrow();
    assertThat(retained.path()).startsWith("s3://flink/checkpoints/");
    cluster.killJobManager();
    cluster.startJobManager();
    cluster.awaitReady();
    assertThat(cluster.rest().jobs()).isEmpty();
    JobID resumed = cluster.cli().submit(JobSubmission.of(jar).restoredFrom(retained.path()));
    checkpointAfter(cluster, resumed, retained.id());

    String savepoint = cluster.cli().stop(resumed);
    assertThat(savepoint).contains(cluster.directory().savepoints().toString());
    // REST answers from a cache of some seconds.
    Await.until(
        "end of job " + resumed,
        PATIENCE,
        () -> cluster.rest().status(resumed) == JobStatus.FINISHED);
    assertThatThrownBy(() -> FlinkCluster.start(ClusterSettings.in(cluster.directory().root())))
        .hasMessageContaining("still runs");
    assertThat(cluster.cli().call(List.of("cancel", resumed.toString())).exitCode()).isNotZero();
    return cluster.pids().values();
  }

  /** Waits until every task runs and a newer checkpoint is complete; returns its id. */
  private static long checkpointAfter(FlinkCluster cluster, JobID job, long id) throws Exception {
    FlinkRest rest = cluster.rest();
    Await.until("job " + job + " running", PATIENCE, () -> rest.isRunning(job));
    Await.until(
        "checkpoint of job " + job + " after " + id,
        PATIENCE,
        () -> rest.latestCheckpoint(job).filter(latest -> latest.id() > id).isPresent(),
        () -> cluster.logTail(40));
    return rest.latestCheckpoint(job).orElseThrow().id();
  }

  /**
   * Checkpoints on S3, with the credentials where the AWS SDK looks for them: in the processes'
   * environment.
   */
  private static ClusterSettings settings(Path directory, S3Server s3) throws Exception {
    s3.createBucket("flink");
    return ClusterSettings.in(directory)
        .withEnvironment("AWS_ACCESS_KEY_ID", s3.accessKey())
        .withEnvironment("AWS_SECRET_ACCESS_KEY", s3.secretKey())
        .with("s3.endpoint", s3.endpoint().toString())
        .with("s3.path-style-access", "true")
        .with("s3.region", s3.region())
        .with("execution.checkpointing.dir", "s3://flink/checkpoints")
        .with("execution.checkpointing.interval", "1 s")
        .with("execution.checkpointing.min-pause", "100 ms")
        // The newest one that REST tells of, from its cache, must still be there to resume from.
        .with("execution.checkpointing.num-retained", "20")
        .with("heartbeat.interval", "1 s")
        .with("heartbeat.timeout", "5 s")
        .with("restart-strategy.exponential-delay.max-backoff", "2 s")
        .with("env.java.opts.jobmanager", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")
        .with("env.java.opts.taskmanager", "-XX:TieredStopAtLevel=1")
        .with("env.java.opts.client", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")
        .with("jobmanager.memory.process.size", "896m")
        .with("taskmanager.memory.process.size", "896m");
  }
}
