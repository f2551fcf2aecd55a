package dev.runmark.job.testing;

import dev.runmark.embedded.kafka.KafkaServer;
import dev.runmark.embedded.postgres.PostgresServer;
import dev.runmark.embedded.s3.S3Server;
import dev.runmark.job.options.RunmarkOptions;
import dev.runmark.storage.index.Migration;
import dev.runmark.storage.index.PostgresOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** All that a whole job talks to, and options files that name it. */
public final class JobServers implements AutoCloseable {

  private static final String DATABASE = "runmark";

  private final Path home;
  private final KafkaServer kafka;
  private final Topics topics;
  private final S3Server s3;
  private final PostgresServer postgres;

  private JobServers(Path home, KafkaServer kafka, S3Server s3, PostgresServer postgres) {
    this.home = home;
    this.kafka = kafka;
    this.topics = new Topics(kafka);
    this.s3 = s3;
    this.postgres = postgres;
  }

  public static JobServers start(Path home) throws Exception {
    JobServers servers =
        new JobServers(
            home,
            KafkaServer.start(home.resolve("kafka"), 0),
            S3Server.start(home.resolve("s3"), 0),
            PostgresServer.start(home.resolve("postgres"), 0));
    servers.s3.createBucket("parts");
    servers.postgres.createDatabase(DATABASE);
    Migration.migrate(servers.index());
    return servers;
  }

  public Topics topics() {
    return topics;
  }

  public PostgresServer postgres() {
    return postgres;
  }

  /** The index, as its owner. */
  public PostgresOptions index() {
    return new PostgresOptions(
        postgres.jdbcUrl(DATABASE),
        postgres.superuser(),
        () -> {
          try {
            return postgres.superuserPassword();
          } catch (IOException e) {
            throw new AssertionError(e);
          }
        },
        "runmark",
        PostgresOptions.Limits.DEFAULT);
  }

  /** Options of a job over these servers: those that must be given, and more lines of YAML. */
  public RunmarkOptions options(String topic, String dead, String... more) throws IOException {
    List<String> lines =
        new ArrayList<>(
            List.of(
                "kafka:",
                "  bootstrap-servers: [\"" + kafka.bootstrapServers() + "\"]",
                "  topics: [" + topic + "]",
                "dead-letters:",
                "  topic: " + dead,
                "s3:",
                "  bucket: parts",
                "  region: " + s3.region(),
                "  endpoint: " + s3.endpoint(),
                "  path-style: true",
                "  access-key: file:" + secret("access", s3.accessKey()),
                "  secret-key: file:" + secret("secret", s3.secretKey()),
                "postgres:",
                "  url: " + postgres.jdbcUrl(DATABASE),
                "  user: " + postgres.superuser(),
                "  password: file:" + secret("postgres", postgres.superuserPassword())));
    lines.addAll(List.of(more));
    Path file = home.resolve(topic + ".yaml");
    Files.write(file, lines);
    return RunmarkOptions.read(file, Map.of());
  }

  private Path secret(String name, String value) throws IOException {
    Path file = home.resolve(name + ".secret").toAbsolutePath();
    Files.writeString(file, value);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    return file;
  }

  @Override
  public void close() throws IOException {
    topics.close();
    kafka.close();
    s3.close();
    postgres.close();
  }
}
