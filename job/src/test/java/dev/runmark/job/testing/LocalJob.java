package dev.runmark.job.testing;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.jspecify.annotations.Nullable;

/** A job on a Flink cluster of its own in this JVM, that restarts again and again when it may. */
public final class LocalJob implements AutoCloseable {

  private static final int MINUTES_PATIENT = 3;

  private final JobClient client;

  private LocalJob(JobClient client) {
    this.client = client;
  }

  /**
   * @param savepoint to start from; null: without state
   * @param graph defines the job
   */
  public static LocalJob start(
      Path directory, @Nullable String savepoint, Consumer<StreamExecutionEnvironment> graph)
      throws Exception {
    return start(directory, savepoint, Map.of(), graph);
  }

  /**
   * @param settings of Flink, beside those that all tests have
   */
  public static LocalJob start(
      Path directory,
      @Nullable String savepoint,
      Map<String, String> settings,
      Consumer<StreamExecutionEnvironment> graph)
      throws Exception {
    Configuration configuration = configuration(directory);
    settings.forEach(configuration::setString);
    if (savepoint != null) {
      configuration.setString("execution.state-recovery.path", savepoint);
    }
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.createLocalEnvironment(1, configuration);
    graph.accept(env);
    return new LocalJob(env.executeAsync());
  }

  public static Configuration configuration(Path directory) {
    Configuration configuration = new Configuration();
    configuration.setString("execution.checkpointing.interval", "200 ms");
    configuration.setString("execution.checkpointing.dir", directory.resolve("chk").toUri() + "");
    configuration.setString("io.tmp.dirs", directory.resolve("tmp").toString());
    configuration.setString("pipeline.auto-generate-uids", "false");
    configuration.setString("pipeline.generic-types", "false");
    configuration.setString("pipeline.max-parallelism", "16");
    configuration.setString("restart-strategy.type", "fixed-delay");
    configuration.setString("restart-strategy.fixed-delay.attempts", "1000");
    configuration.setString("restart-strategy.fixed-delay.delay", "100 ms");
    return configuration;
  }

  /** Stops with a savepoint and tells where that is. */
  public String stop(Path directory) throws Exception {
    return stop(directory, false);
  }

  /** Stops with a savepoint, after all that is open was written. */
  public String drain(Path directory) throws Exception {
    return stop(directory, true);
  }

  private String stop(Path directory, boolean drain) throws Exception {
    return client
        .stopWithSavepoint(
            drain, directory.resolve("savepoints").toString(), SavepointFormatType.CANONICAL)
        .get(MINUTES_PATIENT, TimeUnit.MINUTES);
  }

  /** Waits until the job has ended as FAILED; what its causes say, outermost first. */
  public String failure() throws Exception {
    try {
      client.getJobExecutionResult().get(MINUTES_PATIENT, TimeUnit.MINUTES);
      throw new AssertionError("the job ended well");
    } catch (ExecutionException e) {
      Until.holds(
          () -> status() == JobStatus.FAILED || status() == null, () -> "the job has failed");
      StringBuilder causes = new StringBuilder();
      for (Throwable cause = e; cause != null; cause = cause.getCause()) {
        causes.append(cause).append('\n');
      }
      return causes.toString();
    }
  }

  /** Waits until the job has ended well. */
  public void end() throws Exception {
    client.getJobExecutionResult().get(MINUTES_PATIENT, TimeUnit.MINUTES);
  }

  private @Nullable JobStatus status() {
    try {
      return client.getJobStatus().get();
    } catch (Exception e) {
      // The cluster of an ended job goes away with it.
      return null;
    }
  }

  @Override
  public void close() {
    try {
      client.cancel().get(MINUTES_PATIENT, TimeUnit.MINUTES);
    } catch (Exception e) {
      // It has ended already, and its cluster with it.
    }
    Until.holds(() -> client.getJobExecutionResult().isDone(), () -> "the job has ended");
  }
}
