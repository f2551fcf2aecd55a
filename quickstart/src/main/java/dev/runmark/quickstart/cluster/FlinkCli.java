package dev.runmark.quickstart.cluster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.JobID;

/**
 * Flink's command line client, as a process of its own as a person would call it, told where the
 * cluster is by the configuration in the cluster's directory. Stateless; calls may run side by
 * side.
 */
public final class FlinkCli {

  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final ClusterDirectory directory;
  private final FlinkJvm jvm;

  FlinkCli(FlinkHome home, ClusterDirectory directory) {
    this.directory = directory;
    this.jvm = new FlinkJvm(home, directory, directory.configuration());
  }

  /**
   * The client of a cluster that another process started.
   *
   * @throws IllegalArgumentException when no cluster was ever started in the directory
   */
  public static FlinkCli of(ClusterDirectory directory) {
    if (!directory.isConfigured()) {
      throw new IllegalArgumentException(
          "cluster in "
              + directory.root()
              + ": none was started there, it has no conf/config.yaml");
    }
    return new FlinkCli(FlinkHome.locate(), directory);
  }

  /** {@code flink run -d}: returns when the job was accepted, which is before it runs. */
  public JobID submit(JobSubmission submission) throws IOException, InterruptedException {
    return call(submission.commandLine()).jobId();
  }

  /**
   * {@code flink stop}: ends the job with a savepoint in the cluster's savepoint directory, and
   * returns its path.
   */
  public String stop(JobID job) throws IOException, InterruptedException {
    return call(List.of("stop", "--savepointPath", savepoints(), job.toString())).savepoint();
  }

  /** {@code flink stop --drain}: as {@link #stop}, with all windows closed first. */
  public String drain(JobID job) throws IOException, InterruptedException {
    return call(List.of("stop", "--drain", "--savepointPath", savepoints(), job.toString()))
        .savepoint();
  }

  /** {@code flink savepoint}: takes a savepoint and lets the job run on. */
  public String savepoint(JobID job) throws IOException, InterruptedException {
    return call(List.of("savepoint", job.toString(), savepoints())).savepoint();
  }

  /** {@code flink cancel}: ends the job as it is; its retained checkpoints stay. */
  public void cancel(JobID job) throws IOException, InterruptedException {
    call(List.of("cancel", job.toString())).orThrow();
  }

  /** {@code flink list}: its output. */
  public String list() throws IOException, InterruptedException {
    return call(List.of("list", "--all")).orThrow().output();
  }

  /**
   * Any call, whatever its exit code.
   *
   * @throws IOException when it did not end within three minutes; it is killed then
   */
  public CliResult call(List<String> arguments) throws IOException, InterruptedException {
    Path output = Files.createTempFile(directory.temporary(), "cli-", ".out");
    try {
      Process process =
          process(arguments)
              .redirectErrorStream(true)
              .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
              .redirectOutput(output.toFile())
              .start();
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
        throw new IOException(
            "Flink CLI "
                + arguments
                + ": not done within "
                + PATIENCE.toSeconds()
                + " s\n"
                + Files.readString(output));
      }
      return new CliResult(
          process.exitValue(), new String(Files.readAllBytes(output), StandardCharsets.UTF_8));
    } finally {
      Files.deleteIfExists(output);
    }
  }

  /** Any call, on the terminal of this process; returns its exit code. */
  public int callOnTerminal(List<String> arguments) throws IOException, InterruptedException {
    ProcessBuilder builder = process(arguments).inheritIO();
    builder.directory(null);
    return builder.start().waitFor();
  }

  private ProcessBuilder process(List<String> arguments) {
    ProcessBuilder builder = new ProcessBuilder(jvm.cli(arguments));
    Map<String, String> environment = builder.environment();
    environment.putAll(jvm.environment());
    builder.directory(directory.root().toFile());
    return builder;
  }

  private String savepoints() {
    return directory.savepoints().toUri().toString();
  }
}
