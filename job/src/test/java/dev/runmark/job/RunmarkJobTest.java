package dev.runmark.job;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runmark.job.kafka.replay.ReplayPlan;
import dev.runmark.job.options.PartitionOffset;
import dev.runmark.job.options.RunmarkOptions;
import dev.runmark.options.OptionsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunmarkJobTest {

  @TempDir private Path directory;
  private final Configuration flink = new Configuration();

  @Test
  void everyNodeOfTheGraphHasANameAndAUid() throws IOException {
    StreamGraph graph = graph();

    assertThat(graph.getStreamNodes())
        .allSatisfy(node -> assertThat(node.getTransformationUID()).isNotBlank())
        .extracting(node -> node.getOperatorName())
        .containsExactlyInAnyOrder(
            "Source: runs: read runs",
            "runs: decode",
            "runs: dead letters: Writer",
            "runs: rejected rows: Writer",
            "runs: trace window",
            "runs: write parts: Writer",
            "runs: write parts: Committer");
    assertThat(graph.getStreamNodes())
        .extracting(node -> node.getTransformationUID())
        .containsExactlyInAnyOrder(
            "runs-read",
            "runs-decode",
            "runs-dead-letters",
            "runs-rejected-rows",
            "runs-trace-window",
            "runs-write-parts",
            "Sink Committer: runs-write-parts");
  }

  @Test
  void theJobGraphIsMadeWithoutGenericTypesAndWithoutAnySecret() throws IOException {
    // No variable of the file's references is set here: making the graph must not need them.
    assertThat(graph().getJobGraph().getNumberOfVertices()).isEqualTo(2);
  }

  @Test
  void withoutAWindowAllOfItIsOneChain() throws IOException {
    StreamGraph graph = graph(Map.of("RUNMARK_WINDOW", "none"));

    assertThat(graph.getStreamNodes())
        .extracting(node -> node.getTransformationUID())
        .contains("runs-lines")
        .doesNotContain("runs-trace-window");
    assertThat(graph.getJobGraph().getNumberOfVertices()).isEqualTo(1);
  }

  @Test
  void theGraphThatIsSentHoldsReferencesButNoSecret() throws Exception {
    Path secret = directory.resolve("where-the-secret-is");
    Files.writeString(secret, "s3cr3t-canary");
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
    String reference = "file:" + secret.toAbsolutePath();
    StreamGraph graph =
        graph(
            Map.of(
                "RUNMARK_POSTGRES_PASSWORD", reference,
                "RUNMARK_S3_ACCESS_KEY", reference,
                "RUNMARK_S3_SECRET_KEY", reference));

    byte[] operators =
        InstantiationUtil.serializeObject(
            graph.getStreamNodes().stream().map(node -> node.getOperatorFactory()).toList());
    byte[] sent = InstantiationUtil.serializeObject(graph.getJobGraph());

    assertThat(new String(operators, ISO_8859_1)).contains("where-the-secret-is");
    assertThat(new String(operators, ISO_8859_1)).doesNotContain("s3cr3t-canary");
    assertThat(new String(sent, ISO_8859_1)).doesNotContain("s3cr3t-canary");
  }

  @Test
  void flinksSettingsAreCheckedBeforeTheGraphIsMade() throws IOException {
    StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment();

    assertThatThrownBy(() -> RunmarkJob.define(env, options()))
        .isInstanceOf(OptionsException.class)
        .hasMessageContaining("execution.checkpointing.interval");
  }

  @Test
  void snapshotsAreCompressedUnlessFlinkIsToldNotTo() throws IOException {
    assertThat(graph().getExecutionConfig().isUseSnapshotCompression()).isTrue();

    flink.setString("execution.checkpointing.snapshot-compression", "false");
    assertThat(graph().getExecutionConfig().isUseSnapshotCompression()).isFalse();
  }

  @Test
  void anArgumentThatIsMissingOrUnknownIsRefused() {
    assertThatThrownBy(() -> RunmarkJob.main(new String[] {}))
        .isInstanceOf(OptionsException.class)
        .hasMessageContaining("--config");
    assertThatThrownBy(() -> RunmarkJob.main(new String[] {"--config", "x", "--fast"}))
        .isInstanceOf(OptionsException.class)
        .hasMessageContaining("--fast");
  }

  @Test
  void aReplayIsTheSameGraphWithAnEnd() throws IOException {
    RunmarkOptions live = options();
    ReplayPlan plan =
        new ReplayPlan(
            "runs",
            new UUID(1, 2),
            List.of(new PartitionOffset("runs", 0, 3), new PartitionOffset("runs", 2, 0)),
            List.of(new PartitionOffset("runs", 0, 9), new PartitionOffset("runs", 2, 7)));
    List<String> told = ReplayJob.arguments(plan);
    RunmarkOptions replay = ReplayJob.options(live, told.get(1), told.get(3), told.get(5));
    StreamGraph graph = graph(replay);

    assertThat(told).startsWith("--replay-from", "runs/0@3,runs/2@0", "--replay-to");
    assertThat(replay).isEqualTo(ReplayJob.options(live, plan));
    assertThat(replay.kafka().end().topicId()).isEqualTo(plan.topicId());
    assertThat(RunmarkJob.name(live)).isEqualTo("runmark: runs");
    assertThat(RunmarkJob.name(replay)).isEqualTo("runmark replay: runs");
    assertThat(replay.kafka().groupToShow()).isEqualTo("runmark-replay");
    assertThat(graph.getStreamNodes())
        .extracting(node -> node.getTransformationUID())
        .containsAll(graph().getStreamNodes().stream().map(n -> n.getTransformationUID()).toList());
  }

  private StreamGraph graph() throws IOException {
    return graph(Map.of());
  }

  private StreamGraph graph(Map<String, String> environment) throws IOException {
    return graph(options(environment));
  }

  private StreamGraph graph(RunmarkOptions options) {
    flink.setString("execution.checkpointing.interval", "10 s");
    flink.setString("pipeline.max-parallelism", "128");
    StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(2, flink);
    RunmarkJob.define(env, options);
    return env.getStreamGraph(false);
  }

  private RunmarkOptions options() throws IOException {
    return options(Map.of());
  }

  private RunmarkOptions options(Map<String, String> environment) throws IOException {
    Path file = directory.resolve("runmark.yaml");
    Files.writeString(
        file,
        """
        kafka:
          bootstrap-servers: [localhost:9092]
          topics: [runs]
        dead-letters:
          topic: runs-rejected
        s3:
          bucket: runs
          region: eu-central-1
          access-key: env:NOT_SET_HERE
          secret-key: env:NOT_SET_HERE
        postgres:
          url: jdbc:postgresql://localhost/runmark
          user: runmark_writer
          password: env:NOT_SET_HERE
        """);
    return RunmarkOptions.read(file, environment);
  }
}
