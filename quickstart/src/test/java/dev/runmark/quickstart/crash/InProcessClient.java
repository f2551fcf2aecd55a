package dev.runmark.quickstart.crash;

import dev.runmark.quickstart.cluster.FlinkCluster;
import dev.runmark.quickstart.cluster.JobSubmission;
import org.apache.flink.api.common.JobID;
import org.apache.flink.client.program.PackagedProgram;
import org.apache.flink.client.program.PackagedProgramUtils;
import org.apache.flink.client.program.rest.RestClusterClient;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.runtime.jobgraph.JobGraph;

/**
 * Submits and cancels as the Flink CLI does, without a process for each call: for many of them in a
 * row.
 */
final class InProcessClient implements AutoCloseable {

  private final Configuration configuration;
  private final RestClusterClient<String> client;
  private final JobSubmission submission;

  InProcessClient(FlinkCluster cluster, JobSubmission submission) throws Exception {
    this.configuration =
        GlobalConfiguration.loadConfiguration(cluster.directory().conf().toString());
    this.client = new RestClusterClient<>(configuration, "standalone");
    this.submission = submission;
  }

  JobID submit() throws Exception {
    try (PackagedProgram program =
        PackagedProgram.newBuilder()
            .setJarFile(submission.jar().toFile())
            .setArguments(submission.arguments().toArray(String[]::new))
            .setConfiguration(configuration)
            .build()) {
      JobGraph job =
          PackagedProgramUtils.createJobGraph(program, configuration, 1, new JobID(), false);
      return client.submitJob(job).get();
    }
  }

  void cancel(JobID job) throws Exception {
    client.cancel(job).get();
  }

  @Override
  public void close() {
    client.close();
  }
}
