package dev.runmark.quickstart.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runmark.embedded.otlp.OtlpReceiver;
import dev.runmark.embedded.otlp.ReceivedSpan;
import dev.runmark.quickstart.cluster.Await;
import dev.runmark.quickstart.cluster.ClusterSettings;
import dev.runmark.quickstart.cluster.FlinkCluster;
import dev.runmark.quickstart.cluster.FlinkRest;
import dev.runmark.quickstart.generate.LoadGenerator;
import dev.runmark.quickstart.generate.LoadOptions;
import dev.runmark.quickstart.stage.Ledger;
import dev.runmark.quickstart.stage.Scene;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.util.FileUtils;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A TaskManager outlives many submissions of the job. Whatever a job leaves behind that holds its
 * class loader (a thread, a driver, a hook) would keep all its classes, every time.
 */
class MetaspaceCrashIT {

  private static final int WARM_UP = 3;
  private static final int ROUNDS = 20;
  private static final int TRACED_ROUNDS = 5;
  private static final long RUNS = 100;

  /** Each round waits for the first trace to be written. */
  private static final List<String> WINDOW =
      List.of("window:", "  grace: 100 ms", "  gap: 500 ms", "parts:", "  compression: zstd");

  private static final Duration PATIENCE = Duration.ofMinutes(3);

  /**
   * A class loader of the job holds about 26 MB: one more than before may wait for its end, but the
   * twenty of a leak are more than a TaskManager has.
   */
  private static final double BOUND = 40e6;

  @Test
  void twentySubmissionsLeaveTheMetaspaceFlat() throws Exception {
    submit(ROUNDS, cluster -> cluster);
  }

  /**
   * Of each job the exporter's HTTP client keeps threads, and by them all classes, for a minute
   * after their last work: so some room is wanted, and gets free again.
   */
  @Test
  @Tag("campaign")
  void submissionsThatAreTracedLetGoOfTheirClassesToo() throws Exception {
    try (OtlpReceiver receiver = OtlpReceiver.start()) {
      submit(TRACED_ROUNDS, cluster -> traced(cluster, receiver));
      assertThat(receiver.spans())
          .extracting(ReceivedSpan::name)
          .contains("part", "COMMIT", "run", "Checkpoint");
    }
  }

  private static ClusterSettings traced(ClusterSettings cluster, OtlpReceiver receiver) {
    return cluster
        .with("taskmanager.memory.jvm-metaspace.size", "512m")
        .with("taskmanager.memory.process.size", "2200m")
        .withEnvironment("OTEL_EXPORTER_OTLP_ENDPOINT", receiver.grpcEndpoint())
        .withEnvironment("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc")
        .withEnvironment("RUNMARK_TRACED_RUNS", "0.1")
        .with("traces.reporters", "otel")
        .with(
            "traces.reporter.otel.factory.class",
            "org.apache.flink.traces.otel.OpenTelemetryTraceReporterFactory")
        .with("traces.reporter.otel.exporter.endpoint", receiver.grpcEndpoint());
  }

  private static void submit(int rounds, UnaryOperator<ClusterSettings> more) throws Exception {
    Path directory = Files.createTempDirectory(Path.of("target"), "metaspace-").toAbsolutePath();
    try (Surroundings surroundings = Surroundings.start(directory);
        FlinkCluster cluster =
            FlinkCluster.start(
                more.apply(surroundings.cluster())
                    .with("execution.checkpointing.interval", "500 ms"))) {
      Scene scene = Scene.prepare(surroundings.servers(), "metaspace", WINDOW);
      try (LoadGenerator load =
          LoadGenerator.start(
              LoadOptions.of(surroundings.kafka().bootstrapServers(), scene.topic(), RUNS)
                  .withSizes(1_000, 5_000),
              directory.resolve("sent"))) {
        load.await();
      }
      TaskManagerProcess process =
          new TaskManagerProcess(cluster.rest(), cluster.pids().get("taskmanager-1"));
      try (InProcessClient client = new InProcessClient(cluster, scene.job(true))) {
        play(WARM_UP, client, scene.ledger(), cluster);
        double before = process.metaspace();
        play(rounds, client, scene.ledger(), cluster);

        Await.until(
            "metaspace within " + BOUND + " bytes of the " + before + " before",
            PATIENCE,
            () -> process.metaspace() - before < BOUND,
            () -> process.classLoaders() + cluster.logTail(40));
      }
      assertThat(cluster.pids()).containsEntry("taskmanager-1", process.pid());
    }
    FileUtils.deleteDirectory(directory.toFile());
  }

  /** Submits the job, lets it commit, cancels it. */
  private static void play(int rounds, InProcessClient client, Ledger ledger, FlinkCluster cluster)
      throws Exception {
    FlinkRest rest = cluster.rest();
    for (int round = 1; round <= rounds; round++) {
      long before = ledger.parts();
      JobID job = client.submit();
      Await.until(
          "a commit of job " + job + " in round " + round,
          PATIENCE,
          () -> rest.isRunning(job) && ledger.parts() > before,
          () -> cluster.logTail(40));
      client.cancel(job);
      Await.until("end of job " + job, PATIENCE, () -> rest.status(job) == JobStatus.CANCELED);
    }
  }
}
