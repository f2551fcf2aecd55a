package dev.runmark.quickstart.crash;

import dev.runmark.embedded.faults.PostgresProxy;
import dev.runmark.embedded.kafka.KafkaServer;
import dev.runmark.embedded.postgres.PostgresServer;
import dev.runmark.embedded.s3.S3Server;
import dev.runmark.quickstart.cluster.ClusterSettings;
import dev.runmark.quickstart.stage.StageCluster;
import dev.runmark.quickstart.stage.StageServers;
import dev.runmark.quickstart.stage.StoredObjects;
import java.io.IOException;
import java.nio.file.Path;

/**
 * What jobs talk to: Kafka, S3 and PostgreSQL in this JVM, a proxy in front of PostgreSQL, and the
 * settings of a cluster that runs them.
 */
final class Surroundings implements AutoCloseable {

  private final StageCluster cluster;
  private final KafkaServer kafka;
  private final S3Server s3;
  private final PostgresServer postgres;
  private final PostgresProxy proxy;

  private Surroundings(
      StageCluster cluster,
      KafkaServer kafka,
      S3Server s3,
      PostgresServer postgres,
      PostgresProxy proxy) {
    this.cluster = cluster;
    this.kafka = kafka;
    this.s3 = s3;
    this.postgres = postgres;
    this.proxy = proxy;
  }

  static Surroundings start(Path directory) throws Exception {
    KafkaServer kafka = KafkaServer.start(directory.resolve("kafka"), 0);
    S3Server s3 = S3Server.start(directory.resolve("s3"), 0);
    PostgresServer postgres = PostgresServer.start(directory.resolve("postgres"), 0);
    PostgresProxy proxy = PostgresProxy.start("127.0.0.1", postgres.port());
    StageServers servers =
        new StageServers(
            directory,
            kafka.bootstrapServers(),
            new StageServers.Objects(s3.endpoint(), s3.region(), s3.accessKey(), s3.secretKey()),
            new StageServers.Login(
                "127.0.0.1:" + postgres.port(), postgres.superuser(), postgres.superuserPassword()),
            new StageServers.Addresses(
                kafka.bootstrapServers(), s3.endpoint(), "127.0.0.1:" + proxy.port()));
    return new Surroundings(StageCluster.prepare(servers), kafka, s3, postgres, proxy);
  }

  Path directory() {
    return servers().directory();
  }

  KafkaServer kafka() {
    return kafka;
  }

  PostgresProxy proxy() {
    return proxy;
  }

  StoredObjects checkpoints() {
    return cluster.checkpoints();
  }

  /** Where the S3 server keeps them on disk. */
  Path checkpointFiles() {
    return directory().resolve("s3").resolve(StageCluster.CHECKPOINTS);
  }

  ClusterSettings cluster() {
    return cluster.settings();
  }

  StageServers servers() {
    return cluster.servers();
  }

  @Override
  public void close() throws IOException {
    try (kafka;
        postgres;
        s3) {
      proxy.close();
    }
  }
}
