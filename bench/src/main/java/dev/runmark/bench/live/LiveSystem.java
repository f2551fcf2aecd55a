package dev.runmark.bench.live;

import dev.runmark.bench.servers.PostgresAccess;
import dev.runmark.bench.servers.S3Access;
import dev.runmark.bench.servers.ServerKind;
import dev.runmark.bench.servers.Servers;
import dev.runmark.bench.servers.Software;
import dev.runmark.quickstart.cluster.Await;
import dev.runmark.quickstart.cluster.ClusterSettings;
import dev.runmark.quickstart.cluster.FlinkCluster;
import dev.runmark.quickstart.stage.Scene;
import dev.runmark.quickstart.stage.StageCluster;
import dev.runmark.quickstart.stage.StageServers;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.JobID;

/**
 * Kafka, S3, PostgreSQL and a Flink cluster, each a process of its own. Flink is set up as it is
 * shipped, but for where its checkpoints go and what a benchmark changes on purpose.
 */
public final class LiveSystem implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final int TAIL = 40;

  private final Servers servers;
  private final StageServers stage;
  private final FlinkCluster cluster;

  private LiveSystem(Servers servers, StageServers stage, FlinkCluster cluster) {
    this.servers = servers;
    this.stage = stage;
    this.cluster = cluster;
  }

  /**
   * Starts all of it.
   *
   * @param flink Flink's keys, over those of the shipped configuration
   */
  public static LiveSystem start(Path directory, int taskManagers, Map<String, String> flink)
      throws IOException, InterruptedException {
    Servers servers =
        Servers.start(directory, ServerKind.KAFKA, ServerKind.S3, ServerKind.POSTGRES);
    try {
      StageServers stage = stage(directory, servers);
      StageCluster.prepare(stage);
      ClusterSettings settings = settings(stage).withTaskManagers(taskManagers);
      for (Map.Entry<String, String> each : flink.entrySet()) {
        settings = settings.with(each.getKey(), each.getValue());
      }
      return new LiveSystem(servers, stage, FlinkCluster.start(settings));
    } catch (IOException | InterruptedException | RuntimeException e) {
      servers.close();
      throw e;
    }
  }

  private static StageServers stage(Path directory, Servers servers) {
    S3Access s3 = servers.s3();
    PostgresAccess postgres = servers.postgres();
    URI url = URI.create(postgres.url().substring("jdbc:".length()));
    String address = url.getHost() + ":" + url.getPort();
    return new StageServers(
        directory,
        servers.bootstrapServers(),
        new StageServers.Objects(s3.endpoint(), s3.region(), s3.accessKey(), s3.secretKey()),
        new StageServers.Login(address, postgres.user(), postgres.password()),
        new StageServers.Addresses(servers.bootstrapServers(), s3.endpoint(), address));
  }

  private static ClusterSettings settings(StageServers stage) {
    ClusterSettings settings = ClusterSettings.in(stage.directory().resolve("flink"));
    for (Map.Entry<String, String> secret : Scene.secrets(stage.s3()).entrySet()) {
      settings = settings.withEnvironment(secret.getKey(), secret.getValue());
    }
    return settings
        .with("s3.endpoint", stage.s3().endpoint().toString())
        .with("s3.path-style-access", "true")
        .with("s3.region", stage.s3().region())
        .with("execution.checkpointing.dir", "s3://" + StageCluster.CHECKPOINTS + "/checkpoints");
  }

  public FlinkCluster cluster() {
    return cluster;
  }

  /** What it all is. */
  public Software software() throws SQLException {
    return Software.describe(servers.postgres());
  }

  /**
   * Submits the job, with a topic, a bucket and an index of its own, and waits until it runs.
   *
   * @param name of these, of small letters and digits
   * @param options lines of the options file that say which windows and parts it has
   */
  public ClusterJob submit(String name, List<String> options, int parallelism)
      throws IOException, InterruptedException, SQLException {
    Scene scene = Scene.prepare(stage, name, options);
    JobID id = cluster.cli().submit(scene.job(false).withParallelism(parallelism));
    Await.until(
        "job " + id + " running",
        PATIENCE,
        () -> cluster.rest().isRunning(id),
        () -> cluster.logTail(TAIL));
    return new ClusterJob(cluster, scene, id, new Place(stage, scene));
  }

  /** Where a job's runs come from and go to. */
  record Place(StageServers stage, Scene scene) {

    String bootstrapServers() {
      return stage.kafka();
    }

    PostgresAccess index() {
      return new PostgresAccess(
          scene.target().postgres().jdbcUrl(),
          stage.postgres().user(),
          stage.postgres().password());
    }
  }

  @Override
  public void close() throws IOException {
    try (servers) {
      cluster.close();
    }
  }
}
