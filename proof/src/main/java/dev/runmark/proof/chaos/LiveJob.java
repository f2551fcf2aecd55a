package dev.runmark.proof.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import dev.runmark.quickstart.cluster.Await;
import dev.runmark.quickstart.cluster.FlinkCluster;
import dev.runmark.quickstart.cluster.FlinkRest;
import dev.runmark.quickstart.cluster.JobSubmission;
import java.io.IOException;
import java.time.Duration;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;

/** The job, under whatever id it runs now. */
final class LiveJob {

  static final int SLOTS = 3;
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  private final FlinkCluster cluster;
  private final JobSubmission submission;
  private JobID id;
  private int parallelism;
  private String stoppedAt = "";

  private LiveJob(FlinkCluster cluster, JobSubmission submission, JobID id, int parallelism) {
    this.cluster = cluster;
    this.submission = submission;
    this.id = id;
    this.parallelism = parallelism;
  }

  static LiveJob submit(FlinkCluster cluster, JobSubmission submission, int parallelism)
      throws IOException, InterruptedException {
    JobID id = cluster.cli().submit(submission.withParallelism(parallelism));
    return new LiveJob(cluster, submission, id, parallelism);
  }

  JobID id() {
    return id;
  }

  int parallelism() {
    return parallelism;
  }

  JobSubmission submission() {
    return submission;
  }

  /**
   * @throws IllegalStateException when the job has ended for good: then it says why
   */
  void requireAlive() throws IOException, InterruptedException {
    FlinkRest rest = cluster.rest();
    JobStatus status = rest.status(id);
    if (status.isGloballyTerminalState()) {
      throw new IllegalStateException(
          "job %s is %s: %s"
              .formatted(id, status, rest.exceptions(id).stream().findFirst().orElse("no reason")));
    }
  }

  void awaitRunning() throws InterruptedException {
    Await.until(
        "job " + id + " running",
        PATIENCE,
        () -> cluster.rest().isRunning(id),
        () -> cluster.logTail(40));
  }

  /** In another number of slots, by the adaptive scheduler and without a savepoint. */
  void rescale(int slots) throws InterruptedException {
    Await.until(
        "job " + id + " asked for " + slots + " slots",
        PATIENCE,
        () -> {
          cluster.rest().rescale(id, slots);
          return true;
        });
    Await.until("job " + id + " in " + slots + " slots", PATIENCE, () -> slots() == slots);
    parallelism = slots;
  }

  private int slots() throws IOException, InterruptedException {
    return cluster.rest().vertices(id).stream()
        .mapToInt(FlinkRest.Vertex::parallelism)
        .max()
        .orElse(0);
  }

  /** Stops with a savepoint; while the job recovers it has to be asked again. */
  String stop() throws InterruptedException {
    String[] path = new String[1];
    Await.until(
        "job " + id + " stopped with a savepoint",
        PATIENCE,
        () -> {
          if (cluster.rest().status(id) == JobStatus.FINISHED) {
            path[0] = lastSavepoint();
          } else {
            path[0] = cluster.cli().stop(id);
          }
          return true;
        },
        () -> cluster.logTail(40));
    Await.until(
        "end of job " + id, PATIENCE, () -> cluster.rest().status(id) == JobStatus.FINISHED);
    stoppedAt = path[0];
    return stoppedAt;
  }

  /** From the savepoint that it was stopped with, in as many slots as before. */
  void startAgain() throws IOException, InterruptedException {
    startFrom(stoppedAt, parallelism);
  }

  /** Of a stop whose answer was lost. */
  private String lastSavepoint() throws IOException, InterruptedException {
    JsonNode latest =
        cluster.rest().read("/jobs/" + id + "/checkpoints").path("latest").path("savepoint");
    if (!latest.hasNonNull("external_path")) {
      throw new IllegalStateException("job " + id + ": it has finished without a savepoint");
    }
    return latest.path("external_path").asText();
  }

  void startFrom(String savepoint, int slots) throws IOException, InterruptedException {
    id = cluster.cli().submit(submission.withParallelism(slots).restoredFrom(savepoint));
    parallelism = slots;
  }
}
