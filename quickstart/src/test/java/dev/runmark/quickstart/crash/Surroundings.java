package dev.runmark.quickstart.crash;

import dev.runmark.embedded.faults.PostgresProxy;
import dev.runmark.embedded.kafka.KafkaServer;
import dev.runmark.embedded.postgres.PostgresServer;
import dev.runmark.embedded.s3.S3Server;
import dev.runmark.quickstart.check.CheckTarget;
import dev.runmark.quickstart.cluster.ClusterSettings;
import dev.runmark.quickstart.cluster.JobSubmission;
import dev.runmark.storage.index.Migration;
import dev.runmark.storage.index.PostgresOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;

/**
 * What the job talks to: Kafka, S3 and PostgreSQL in this JVM, its options file, and the settings
 * of a cluster that runs it. The job reaches PostgreSQL through a proxy, as a role without DDL.
 */
final class Surroundings implements AutoCloseable {

  static final String PREFIX = "runs";
  static final int PARTITIONS = 6;

  private static final String TOPIC = "runs";
  private static final String DEAD_LETTERS = "runs-rejected";
  private static final String GROUP = "runmark";
  private static final String PARTS = "parts";
  private static final String CHECKPOINTS = "flink";
  private static final String DATABASE = "runmark";
  private static final String SCHEMA = "runmark";
  private static final String WRITER = "crash_writer";
  private static final String WRITER_PASSWORD = "writer's own";

  private final Path directory;
  private final KafkaServer kafka;
  private final S3Server s3;
  private final PostgresServer postgres;
  private final PostgresProxy proxy;

  private Surroundings(
      Path directory,
      KafkaServer kafka,
      S3Server s3,
      PostgresServer postgres,
      PostgresProxy proxy) {
    this.directory = directory;
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
    Surroundings started = new Surroundings(directory, kafka, s3, postgres, proxy);
    started.prepare();
    return started;
  }

  private void prepare() throws IOException, SQLException {
    kafka.createTopic(TOPIC, PARTITIONS, Map.of());
    kafka.createTopic(DEAD_LETTERS, 1, Map.of());
    s3.createBucket(PARTS);
    s3.createBucket(CHECKPOINTS);
    postgres.createDatabase(DATABASE);
    String password = postgres.superuserPassword();
    Migration.migrate(
        new PostgresOptions(
            postgres.jdbcUrl(DATABASE),
            postgres.superuser(),
            () -> password,
            SCHEMA,
            PostgresOptions.Limits.DEFAULT));
    try (Connection connection = postgres.connect(DATABASE);
        Statement create = connection.createStatement()) {
      create.execute(
          "CREATE ROLE %s LOGIN PASSWORD '%s' IN ROLE runmark_writer"
              .formatted(WRITER, WRITER_PASSWORD.replace("'", "''")));
    }
  }

  String bootstrapServers() {
    return kafka.bootstrapServers();
  }

  String topic() {
    return TOPIC;
  }

  PostgresProxy proxy() {
    return proxy;
  }

  Ledger ledger() {
    return new Ledger(() -> postgres.connect(DATABASE), SCHEMA);
  }

  ConsumedOffsets consumed() {
    return new ConsumedOffsets(kafka.bootstrapServers(), TOPIC, GROUP);
  }

  StoredObjects parts() {
    return new StoredObjects(s3, PARTS);
  }

  StoredObjects checkpoints() {
    return new StoredObjects(s3, CHECKPOINTS);
  }

  CheckTarget target() throws IOException {
    return new CheckTarget(
        new CheckTarget.Postgres(
            postgres.jdbcUrl(DATABASE), postgres.superuser(), postgres.superuserPassword(), SCHEMA),
        new CheckTarget.S3(s3.endpoint(), s3.region(), s3.accessKey(), s3.secretKey()),
        new CheckTarget.Kafka(kafka.bootstrapServers(), DEAD_LETTERS));
  }

  /**
   * A cluster that notices losses soon, of small processes with one slot each: every subtask has a
   * TaskManager to itself, so that a kill takes one subtask and never the other.
   */
  ClusterSettings cluster() {
    return ClusterSettings.in(directory.resolve("flink"))
        .withEnvironment("AWS_ACCESS_KEY_ID", s3.accessKey())
        .withEnvironment("AWS_SECRET_ACCESS_KEY", s3.secretKey())
        .withEnvironment("POSTGRES_PASSWORD", WRITER_PASSWORD)
        .with("s3.endpoint", s3.endpoint().toString())
        .with("s3.path-style-access", "true")
        .with("s3.region", s3.region())
        .with("execution.checkpointing.dir", "s3://" + CHECKPOINTS + "/checkpoints")
        .with("execution.checkpointing.interval", "1 s")
        .with("execution.checkpointing.min-pause", "200 ms")
        .with("execution.checkpointing.timeout", "2 min")
        .with("execution.checkpointing.tolerable-failed-checkpoints", "100")
        .with("heartbeat.interval", "1 s")
        .with("heartbeat.timeout", "10 s")
        .with("restart-strategy.exponential-delay.max-backoff", "2 s")
        .with("rest.cache.checkpoint-statistics.timeout", "100 ms")
        .with("web.refresh-interval", "300 ms")
        .with("metrics.fetcher.update-interval", "500 ms")
        .with("cluster.thread-dump.stacktrace-max-depth", "100")
        .with("taskmanager.numberOfTaskSlots", "1")
        .with("jobmanager.memory.process.size", "896m")
        .with("taskmanager.memory.process.size", "960m");
  }

  /**
   * The shaded job with an options file of its own.
   *
   * @param replay whether it may start without state although the index knows the topic
   */
  JobSubmission job(boolean replay) throws IOException {
    Path options = directory.resolve(replay ? "replay.yaml" : "runmark.yaml");
    Files.write(
        options,
        List.of(
            "kafka:",
            "  bootstrap-servers: [\"" + kafka.bootstrapServers() + "\"]",
            "  topics: [" + TOPIC + "]",
            "  group: " + GROUP,
            "  replay: " + replay,
            "dead-letters:",
            "  topic: " + DEAD_LETTERS,
            "parts:",
            "  compression: zstd",
            "s3:",
            "  bucket: " + PARTS,
            "  prefix: " + PREFIX,
            "  region: " + s3.region(),
            "  endpoint: " + s3.endpoint(),
            "  path-style: true",
            "  access-key: env:AWS_ACCESS_KEY_ID",
            "  secret-key: env:AWS_SECRET_ACCESS_KEY",
            "postgres:",
            "  url: jdbc:postgresql://127.0.0.1:" + proxy.port() + "/" + DATABASE,
            "  user: " + WRITER,
            "  password: env:POSTGRES_PASSWORD",
            "  schema: " + SCHEMA));
    return JobSubmission.of(jar(), "--config", options.toAbsolutePath().toString());
  }

  private static Path jar() {
    Path jar = Path.of(System.getProperty("runmark.job.jar", "none"));
    if (!Files.isRegularFile(jar)) {
      throw new IllegalStateException(
          "job jar " + jar + ": there is none; build it by: mvn package -pl job -am");
    }
    return jar;
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
