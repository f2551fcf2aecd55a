package dev.runmark.job.cli;

import dev.runmark.embedded.kafka.KafkaServer;
import dev.runmark.embedded.s3.S3Server;
import dev.runmark.job.testing.Topics;
import dev.runmark.storage.index.IndexDatabase;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import picocli.CommandLine;

/** What the operating commands are run against: a topic, a bucket and an index of their own. */
final class CommandScene implements AutoCloseable {

  static final String GUEST = "guest's secret";

  private static final String KEEPER = "keeper's secret";

  final KafkaServer kafka;
  final Topics topics;
  final S3Server s3;
  final IndexDatabase database;
  final StringWriter output = new StringWriter();
  final StringWriter errors = new StringWriter();
  final Map<String, String> options = new TreeMap<>();
  private final Path home;

  CommandScene(Path directory) throws Exception {
    home = directory;
    kafka = KafkaServer.start(home.resolve("kafka"), 0);
    topics = new Topics(kafka);
    s3 = S3Server.start(home.resolve("s3"), 0);
    database = IndexDatabase.create();
    database.execute(
        "DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'keeper') THEN"
            + " CREATE ROLE keeper LOGIN PASSWORD 'keeper''s secret' IN ROLE runmark_maintenance;"
            + " CREATE ROLE guest LOGIN PASSWORD 'guest''s secret' IN ROLE runmark_reader;"
            + " END IF; END $$");
  }

  /** As if nothing had ever been run; with options that are right. */
  void clear() throws Exception {
    database.clear();
    database.execute("TRUNCATE sources, positions, gaps, frontiers, rejected CASCADE");
    String bucket = "bucket-" + UUID.randomUUID();
    s3.createBucket(bucket);
    errors.getBuffer().setLength(0);
    options.put("servers", kafka.bootstrapServers());
    options.put("topic", topics.create(2));
    options.put("dead", topics.create(1));
    options.put("bucket", bucket);
    options.put("url", database.writer().url());
    options.put("user", database.writer().user());
    options.put("password", secret("writer", database.writer().password().get()));
    options.put("schema", "runmark");
    options.put("s3", s3.endpoint().toString());
    options.put("secret-key", secret("s3", s3.secretKey()));
  }

  String topic() {
    return option("topic");
  }

  String bucket() {
    return option("bucket");
  }

  private String option(String name) {
    return Objects.requireNonNull(options.get(name));
  }

  Path file(String key) {
    return home.resolve("s3").resolve(bucket()).resolve(key);
  }

  List<Path> s3Files() throws IOException {
    try (var files = Files.walk(home.resolve("s3").resolve(bucket()))) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  int sweep(String... more) {
    List<String> arguments = new ArrayList<>(List.of("sweep"));
    arguments.addAll(List.of("--user", "keeper", "--password", "file:" + secret("keeper", KEEPER)));
    arguments.addAll(List.of(more));
    return run(arguments.toArray(String[]::new));
  }

  int run(String... arguments) {
    output.getBuffer().setLength(0);
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--config", config().toString()));
    CommandLine command = RunmarkCommand.commandLine();
    command.setOut(new PrintWriter(output)).setErr(new PrintWriter(errors, true));
    return command.execute(all.toArray(String[]::new));
  }

  private Path config() {
    String text =
        """
        kafka:
          bootstrap-servers: ["{servers}"]
          topics: [{topic}]
        dead-letters:
          topic: {dead}
        s3:
          bucket: {bucket}
          region: us-east-1
          endpoint: {s3}
          path-style: true
          access-key: file:%s
          secret-key: file:{secret-key}
        postgres:
          url: {url}
          user: {user}
          password: file:{password}
          schema: {schema}
        """
            .formatted(secret("access", s3.accessKey()));
    for (Map.Entry<String, String> option : options.entrySet()) {
      text = text.replace("{" + option.getKey() + "}", option.getValue());
    }
    try {
      return Files.writeString(home.resolve("runmark.yaml"), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String secret(String name, String value) {
    try {
      Path file = home.resolve(name + ".secret").toAbsolutePath();
      Files.writeString(file, value);
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
      return file.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    topics.close();
    kafka.close();
    s3.close();
  }
}
