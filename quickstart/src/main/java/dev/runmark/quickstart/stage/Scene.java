package dev.runmark.quickstart.stage;

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
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
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
public final class Scene {

  static final String PREFIX = "runs";

  private static final int PARTITIONS = 6;
  private static final String SCHEMA = "runmark";
  private static final String WRITER = "canary-4d1f-writer";
  private static final String READER = "canary-86aa-reader";
  private static final String BROKER = "canary-c07e-broker";
  private static final String WRITER_PASSWORD = "writer's own " + WRITER;
  private static final String READER_PASSWORD = "reader's own " + READER;

  private final StageServers servers;
  private final String name;
  private final List<String> own;

  private Scene(StageServers servers, String name, List<String> own) {
    this.servers = servers;
    this.name = name;
    this.own = List.copyOf(own);
  }

  /**
   * Makes all of it.
   *
   * @param own the lines of the options file that say which windows and parts the job has
   */
  public static Scene prepare(StageServers servers, String name, List<String> own)
      throws IOException, SQLException {
    Scene scene = new Scene(servers, name, own);
    ConsumedOffsets.createTopic(servers.kafka(), scene.topic(), PARTITIONS);
    ConsumedOffsets.createTopic(servers.kafka(), scene.deadLetters(), 1);
    scene.parts().createBucket();
    try (Connection connection = servers.postgres().connect("postgres");
        Statement create = connection.createStatement()) {
      create.execute("CREATE DATABASE " + scene.database());
    }
    Migration.migrate(scene.owner());
    try (Connection connection = servers.postgres().connect(scene.database());
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

  private PostgresOptions owner() {
    StageServers.Login postgres = servers.postgres();
    return new PostgresOptions(
        postgres.url(database()),
        postgres.user(),
        postgres::password,
        SCHEMA,
        PostgresOptions.Limits.DEFAULT);
  }

  /** What a TaskManager must find in its environment. */
  public static Map<String, String> secrets(StageServers.Objects s3) {
    return Map.of(
        "AWS_ACCESS_KEY_ID",
        s3.accessKey(),
        "AWS_SECRET_ACCESS_KEY",
        s3.secretKey(),
        "POSTGRES_PASSWORD",
        WRITER_PASSWORD);
  }

  /**
   * What is secret in {@link #secrets}, of the API, and in the file for the brokers, by its name.
   */
  public static Map<String, String> canaries(StageServers.Objects s3) {
    return Map.of("s3", s3.secretKey(), "writer", WRITER, "reader", READER, "broker", BROKER);
  }

  public String topic() {
    return "runs-" + name;
  }

  public String deadLetters() {
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

  public Ledger ledger() {
    return new Ledger(() -> servers.postgres().connect(database()), SCHEMA, writer());
  }

  public ConsumedOffsets consumed() {
    return new ConsumedOffsets(servers.kafka(), topic(), group());
  }

  public StoredObjects parts() {
    return new StoredObjects(servers.s3(), bucket());
  }

  public CheckTarget target() {
    StageServers.Login postgres = servers.postgres();
    return new CheckTarget(
        new CheckTarget.Postgres(
            postgres.url(database()), postgres.user(), postgres.password(), SCHEMA),
        servers.s3().target(),
        new CheckTarget.Kafka(servers.kafka(), deadLetters()));
  }

  /** Clears the bucket, as one who may do all to the database. */
  public SweepReport sweep(Duration grace) throws IOException {
    StageServers.Objects s3 = servers.s3();
    S3Options options =
        new S3Options(
            bucket(),
            s3.region(),
            servers.job().s3(),
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
  public JobSubmission job(boolean replay) throws IOException {
    return JobSubmission.of(
        BuiltJar.JOB.locate(), "--config", options(replay).toAbsolutePath().toString());
  }

  private Path options(boolean replay) throws IOException {
    Path options = servers.directory().resolve(name + (replay ? "-replay.yaml" : ".yaml"));
    List<String> lines = new ArrayList<>(lines(replay));
    lines.addAll(own);
    return Files.write(options, lines);
  }

  /**
   * The HTTP API of the job's options, in front of the same stores as a user that may only read; it
   * asks the servers directly, so that what is armed at a proxy is met by the job alone.
   */
  public ServedApi api() throws IOException {
    return api(servers.s3().endpoint());
  }

  /**
   * The same, but that it reaches S3 there: by a proxy of its own.
   *
   * @param s3 its endpoint
   */
  public ServedApi api(URI s3) throws IOException {
    Map<String, String> environment = new HashMap<>(secrets(servers.s3()));
    environment.put("RUNMARK_S3_ENDPOINT", s3.toString());
    environment.put("RUNMARK_KAFKA_BOOTSTRAP_SERVERS", servers.kafka());
    environment.put("RUNMARK_POSTGRES_URL", servers.postgres().url(database()));
    environment.put("RUNMARK_POSTGRES_USER", reader());
    environment.put("RUNMARK_POSTGRES_PASSWORD", "env:READER_PASSWORD");
    environment.put("READER_PASSWORD", READER_PASSWORD);
    return ServedApi.start(options(false), environment);
  }

  /** A secret that any process here can read for itself. Brokers without SASL never ask for it. */
  private Path jaas() throws IOException {
    Path file = servers.directory().resolve("jaas-" + name);
    if (!Files.exists(file)) {
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(
          file,
          "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"u\""
              + " password=\""
              + BROKER
              + "\";");
    }
    return file.toAbsolutePath();
  }

  private List<String> lines(boolean replay) throws IOException {
    StageServers.Objects s3 = servers.s3();
    StageServers.Addresses job = servers.job();
    return List.of(
        "kafka:",
        "  bootstrap-servers: [\"" + job.kafka() + "\"]",
        "  topics: [" + topic() + "]",
        "  group: " + group(),
        "  replay: " + replay,
        "  properties:",
        "    sasl.jaas.config: file:" + jaas(),
        "dead-letters:",
        "  topic: " + deadLetters(),
        "s3:",
        "  bucket: " + bucket(),
        "  prefix: " + PREFIX,
        "  region: " + s3.region(),
        "  endpoint: " + job.s3(),
        "  path-style: true",
        "  access-key: env:AWS_ACCESS_KEY_ID",
        "  secret-key: env:AWS_SECRET_ACCESS_KEY",
        "postgres:",
        "  url: jdbc:postgresql://" + job.postgres() + "/" + database(),
        "  user: " + writer(),
        "  password: env:POSTGRES_PASSWORD",
        "  schema: " + SCHEMA);
  }
}
