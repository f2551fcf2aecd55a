package dev.runmark.quickstart.cluster;

import dev.runmark.job.RunmarkJob;
import dev.runmark.job.options.RunmarkOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.FileUtils;

/** A replay on a Flink cluster inside this process, which ends with it. */
public final class LocalReplay {

  private static final Duration CHECKPOINTS = Duration.ofSeconds(10);
  private static final Duration NEWS = Duration.ofSeconds(10);

  private LocalReplay() {}

  /** Returns when all is committed. */
  public static void run(RunmarkOptions replay, Consumer<String> progress)
      throws IOException, InterruptedException {
    Path directory = Files.createTempDirectory("runmark-replay-");
    try {
      StreamExecutionEnvironment env =
          StreamExecutionEnvironment.createLocalEnvironment(1, configuration(directory));
      RunmarkJob.define(env, replay);
      JobClient job = env.executeAsync(RunmarkJob.name(replay));
      await(job, progress);
    } catch (IOException | InterruptedException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException("replay in this process: " + e.getMessage(), e);
    } finally {
      FileUtils.deleteDirectoryQuietly(directory.toFile());
    }
  }

  private static void await(JobClient job, Consumer<String> progress)
      throws IOException, InterruptedException {
    long began = System.nanoTime();
    while (true) {
      try {
        JobExecutionResult result =
            job.getJobExecutionResult().get(NEWS.toSeconds(), TimeUnit.SECONDS);
        progress.accept(
            "done after " + Duration.ofMillis(result.getNetRuntime()).toSeconds() + " s");
        return;
      } catch (TimeoutException e) {
        progress.accept(
            "reading for " + Duration.ofNanos(System.nanoTime() - began).toSeconds() + " s …");
      } catch (ExecutionException e) {
        throw new IOException("replay in this process: " + root(e), e);
      }
    }
  }

  private static Throwable root(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }

  private static Configuration configuration(Path directory) {
    Configuration configuration = new Configuration();
    configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, CHECKPOINTS);
    configuration.set(
        CheckpointingOptions.CHECKPOINTS_DIRECTORY, directory.resolve("checkpoints").toUri() + "");
    configuration.set(CoreOptions.TMP_DIRS, directory.resolve("tmp").toString());
    configuration.set(PipelineOptions.MAX_PARALLELISM, 128);
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "exponential-delay");
    return configuration;
  }
}
