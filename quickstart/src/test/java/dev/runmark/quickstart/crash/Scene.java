package dev.runmark.quickstart.crash;

import dev.runmark.embedded.kafka.KafkaServer;
import dev.runmark.embedded.postgres.PostgresServer;
import dev.runmark.embedded.s3.S3Server;
import dev.runmark.quickstart.check.CheckTarget;
import dev.runmark.quickstart.cluster.JobSubmission;
import dev.runmark.storage.index.Migration;
import dev.runmark.storage.index.PostgresOptions;
import dev.runmark.storage.index.SweepLedger;
import dev.runmark.storage.objects.S3Credentials;
import dev.runmark.storage.objects.S3ObjectStore;
import dev.runmark.storage.objects.S3Options;
import dev.runmark.storage.objects.S3Transfer;
import dev.runmark.storage.sweep.Sweep;
import dev.runmark.storage.sweep.SweepPlan;
import dev.runmark.storage.sweep.SweepReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What belongs to one job on servers that others use too: its topics, bucket and database, named
 * after it, and its options file. It writes to PostgreSQL as a role without DDL.
 */
final class Scene {

  static final String PREFIX = "runs";

  private static final int PARTITIONS = 6;
  private static final String SCHEMA = "runmark";
  private static final String WRITER = "canary-4d1f-writer";
  private static final String READER = "canary-86aa-reader";
  private static final String BROKER = "canary-c07e-broker";
  private static final String WRITER_PASSWORD = "writer's own " + WRITER;
  private static final String READER_PASSWORD = "reader's own " + READER;

  private final Surroundings surroundings;
  private final String name;
  private final List<String> window;

  private Scene(Surroundings surroundings, String name, List<String> window) {
    this.surroundings = surroundings;
    this.name = name;
    this.window = List.copyOf(window);
  }

  /**
   * Makes all of it.
   *
   * @param window the lines of the options file that say which windows the job has
   */
  static Scene prepare(Surroundings surroundings, String name, List<String> window)
      throws IOException, SQLException {
    Scene scene = new Scene(surroundings, name, window);
    KafkaServer kafka = surroundings.kafka();
    kafka.createTopic(scene.topic(), PARTITIONS, Map.of());
    kafka.createTopic(scene.deadLetters(), 1, Map.of());
    surroundings.s3().createBucket(scene.bucket());
    PostgresServer postgres = surroundings.postgres();
    postgres.createDatabase(scene.database());
    Migration.migrate(scene.owner());
    try (Connection connection = postgres.connect(scene.database());
        Statement create = connection.createStatement()) {
      create.execute(
          "CREATE ROLE %s LOGIN PASSWORD '%s' IN ROLE runmark_writer"
              .formatted(scene.writer(), WRITER_PASSWORD.replace("'", "''")));
      create.execute(
          "CREATE ROLE %s LOGIN PASSWORD '%s' IN ROLE runmark_reader"
              .formatted(scene.reader(), READER_PASSWORD.replace("'", "''")));
    }
    return scene;
  }

  private PostgresOptions owner() throws IOException {
    PostgresServer postgres = surroundings.postgres();
    String password = postgres.superuserPassword();
    return new PostgresOptions(
        postgres.jdbcUrl(database()),
        postgres.superuser(),
        () -> password,
        SCHEMA,
        PostgresOptions.Limits.DEFAULT);
  }

  /** What a TaskManager must find in its environment. */
  static Map<String, String> secrets(S3Server s3) {
    return Map.of(
        "AWS_ACCESS_KEY_ID",
        s3.accessKey(),
        "AWS_SECRET_ACCESS_KEY",
        s3.secretKey(),
        "POSTGRES_PASSWORD",
        WRITER_PASSWORD,
        // Brokers without SASL never ask for it.
        "KAFKA_JAAS",
        "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"u\""
            + " password=\""
            + BROKER
            + "\";");
  }

  /** What is secret in {@link #secrets}, and of the API, by the names of it. */
  static Map<String, String> canaries(S3Server s3) {
    return Map.of("s3", s3.secretKey(), "writer", WRITER, "reader", READER, "broker", BROKER);
  }

  String topic() {
    return "runs-" + name;
  }

  String deadLetters() {
    return "rejected-" + name;
  }

  private String bucket() {
    return "parts-" + name;
  }

  private String database() {
    return "runmark_" + name;
  }

  private String writer() {
    return "writer_" + name;
  }

  private String reader() {
    return "reader_" + name;
  }

  private String group() {
    return "runmark-" + name;
  }

  Ledger ledger() {
    return new Ledger(() -> surroundings.postgres().connect(database()), SCHEMA);
  }

  ConsumedOffsets consumed() {
    return new ConsumedOffsets(surroundings.kafka().bootstrapServers(), topic(), group());
  }

  StoredObjects parts() {
    return new StoredObjects(surroundings.s3(), bucket());
  }

  CheckTarget target() throws IOException {
    PostgresServer postgres = surroundings.postgres();
    S3Server s3 = surroundings.s3();
    return new CheckTarget(
        new CheckTarget.Postgres(
            postgres.jdbcUrl(database()),
            postgres.superuser(),
            postgres.superuserPassword(),
            SCHEMA),
        new CheckTarget.S3(s3.endpoint(), s3.region(), s3.accessKey(), s3.secretKey()),
        new CheckTarget.Kafka(surroundings.kafka().bootstrapServers(), deadLetters()));
  }

  /** Clears the bucket, as one who may do all to the database. */
  SweepReport sweep(Duration grace) throws IOException {
    S3Server s3 = surroundings.s3();
    S3Options options =
        new S3Options(
            bucket(),
            s3.region(),
            s3.endpoint(),
            true,
            true,
            new S3Credentials(s3.accessKey(), s3.secretKey()),
            S3Transfer.DEFAULT);
    try (S3ObjectStore store = S3ObjectStore.open(options);
        SweepLedger ledger = new SweepLedger(owner())) {
      return new Sweep(store, ledger, PREFIX)
          .run(new SweepPlan(grace, false, false), progress -> {});
    }
  }

  /**
   * The shaded job with an options file of its own.
   *
   * @param replay whether it may start without state although the index knows the topic
   */
  JobSubmission job(boolean replay) throws IOException {
    return JobSubmission.of(jar(), "--config", options(replay).toAbsolutePath().toString());
  }

  private Path options(boolean replay) throws IOException {
    Path options = surroundings.directory().resolve(name + (replay ? "-replay.yaml" : ".yaml"));
    List<String> lines = new ArrayList<>(lines(replay));
    lines.addAll(window);
    return Files.write(options, lines);
  }

  /**
   * The HTTP API of the job's options, in front of the same stores as a user that may only read; it
   * asks PostgreSQL directly, so that what is armed at the proxy is met by the job alone.
   */
  ServedApi api() throws IOException {
    Map<String, String> environment = new HashMap<>(secrets(surroundings.s3()));
    environment.put("RUNMARK_POSTGRES_URL", surroundings.postgres().jdbcUrl(database()));
    environment.put("RUNMARK_POSTGRES_USER", reader());
    environment.put("RUNMARK_POSTGRES_PASSWORD", "env:READER_PASSWORD");
    environment.put("READER_PASSWORD", READER_PASSWORD);
    return ServedApi.start(options(false), environment);
  }

  private List<String> lines(boolean replay) {
    S3Server s3 = surroundings.s3();
    return List.of(
        "kafka:",
        "  bootstrap-servers: [\"" + surroundings.kafka().bootstrapServers() + "\"]",
        "  topics: [" + topic() + "]",
        "  group: " + group(),
        "  replay: " + replay,
        "  properties:",
        "    sasl.jaas.config: env:KAFKA_JAAS",
        "dead-letters:",
        "  topic: " + deadLetters(),
        "parts:",
        "  compression: zstd",
        "s3:",
        "  bucket: " + bucket(),
        "  prefix: " + PREFIX,
        "  region: " + s3.region(),
        "  endpoint: " + s3.endpoint(),
        "  path-style: true",
        "  access-key: env:AWS_ACCESS_KEY_ID",
        "  secret-key: env:AWS_SECRET_ACCESS_KEY",
        "postgres:",
        "  url: jdbc:postgresql://127.0.0.1:" + surroundings.proxy().port() + "/" + database(),
        "  user: " + writer(),
        "  password: env:POSTGRES_PASSWORD",
        "  schema: " + SCHEMA);
  }

  private static Path jar() {
    Path jar = Path.of(System.getProperty("runmark.job.jar", "none"));
    if (!Files.isRegularFile(jar)) {
      throw new IllegalStateException(
          "job jar " + jar + ": there is none; build it by: mvn package -pl job -am");
    }
    return jar;
  }
}
