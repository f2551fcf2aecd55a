package dev.runmark.quickstart.cluster;

import dev.runmark.job.ReplayJob;
import dev.runmark.job.kafka.replay.ReplayPlan;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;

/** A replay on the cluster of a directory, watched until it ends. */
public final class SubmittedReplay {

  private static final Duration PAUSE = Duration.ofSeconds(2);

  private SubmittedReplay() {}

  /**
   * Returns when all is committed.
   *
   * @param jar of the job
   * @param config the live job's options
   */
  public static void run(
      ClusterDirectory directory, Path jar, Path config, ReplayPlan plan, Consumer<String> progress)
      throws IOException, InterruptedException {
    List<String> arguments = new ArrayList<>(List.of("--config", config.toString()));
    arguments.addAll(ReplayJob.arguments(plan));
    JobID job = FlinkCli.of(directory).submit(new JobSubmission(jar, arguments, 0, null, Map.of()));
    FlinkRest rest = FlinkRest.of(directory);
    progress.accept("job " + job + ", seen at " + rest.address());
    JobStatus status = rest.status(job);
    while (!status.isGloballyTerminalState()) {
      Thread.sleep(PAUSE.toMillis());
      progress.accept(
          "read "
              + (long) rest.operatorMetric(job, "runs: decode", "numRecordsIn")
              + " records of at most "
              + plan.offsets()
              + ", parts committed "
              + (long) rest.operatorMetric(job, "runs: write parts: Committer", "partsCommitted"));
      status = rest.status(job);
    }
    if (status != JobStatus.FINISHED) {
      String why = rest.exceptions(job).stream().findFirst().orElse("it gives no reason");
      throw new IOException("the replay has ended, " + status + ": " + why);
    }
    progress.accept("done: all of it is committed");
  }
}
