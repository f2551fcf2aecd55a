package dev.runmark.job;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.runmark.embedded.kafka.KafkaServer;
import dev.runmark.embedded.postgres.PostgresServer;
import dev.runmark.embedded.s3.S3Server;
import dev.runmark.job.options.RunmarkOptions;
import dev.runmark.job.testing.LocalJob;
import dev.runmark.job.testing.Topics;
import dev.runmark.job.testing.Until;
import dev.runmark.storage.index.LineLocation;
import dev.runmark.storage.index.Migration;
import dev.runmark.storage.index.PostgresOptions;
import dev.runmark.storage.index.PostgresRunLookup;
import dev.runmark.storage.objects.ByteRange;
import dev.runmark.storage.part.RunKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole job, from an options file, on real servers. */
@SuppressWarnings("try") // A job is closed, not used.
class RunmarkJobIT {

  private static final String DATABASE = "runmark";

  private static Path home;
  private static KafkaServer kafka;
  private static Topics topics;
  private static S3Server s3;
  private static PostgresServer postgres;

  @TempDir private Path directory;

  @BeforeAll
  static void startServers(@TempDir Path shared) throws Exception {
    home = shared;
    kafka = KafkaServer.start(home.resolve("kafka"), 0);
    topics = new Topics(kafka);
    s3 = S3Server.start(home.resolve("s3"), 0);
    s3.createBucket("parts");
    postgres = PostgresServer.start(home.resolve("postgres"), 0);
    postgres.createDatabase(DATABASE);
    Migration.migrate(index());
  }

  @AfterAll
  static void stopServers() throws Exception {
    topics.close();
    kafka.close();
    s3.close();
    postgres.close();
  }

  @Test
  void aRunIsStoredByteForByteAndPoisonIsADeadLetter() throws Exception {
    String topic = topics.create(1);
    final String dead = topics.create(1);
    UUID run = UUID.randomUUID();
    byte[] stored = ("{\"id\":\"" + run + "\",\"name\":\"läuft\",\"x\":[1,2]}").getBytes(UTF_8);
    byte[] poison = {'{', '"', 'i', 'd', (byte) 0xff};
    RecordHeaders headers = new RecordHeaders();
    headers.add("traceparent", "00-aa".getBytes(UTF_8));
    topics.send(new ProducerRecord<>(topic, 0, "k".getBytes(UTF_8), stored));
    topics.send(new ProducerRecord<>(topic, 0, "p".getBytes(UTF_8), poison, headers));
    RunmarkOptions options = options(topic, dead);

    try (LocalJob job = LocalJob.start(directory, null, env -> RunmarkJob.define(env, options))) {
      assertThat(read(awaitLine(run), options)).isEqualTo(stored);

      ConsumerRecord<byte[], byte[]> letter = topics.read(dead, 1).get(0);
      assertThat(letter.value()).isEqualTo(poison);
      assertThat(letter.key()).asString(UTF_8).isEqualTo(topics.id(topic) + "/0/1/-1");
      assertThat(header(letter, "runmark.reason")).isIn("not_utf8", "not_json");
      assertThat(header(letter, "runmark.topic")).isEqualTo(topic);
      assertThat(header(letter, "runmark.offset")).isEqualTo("1");
      assertThat(header(letter, "runmark.original.key")).isEqualTo("p");
      assertThat(header(letter, "runmark.original.header.traceparent")).isEqualTo("00-aa");
    }
  }

  @Test
  void theIndexItselfRefusesAStartWithoutState() throws Exception {
    String topic = topics.create(1);
    String dead = topics.create(1);
    UUID run = UUID.randomUUID();
    topics.send(new ProducerRecord<>(topic, 0, null, ("{\"id\":\"" + run + "\"}").getBytes(UTF_8)));
    RunmarkOptions options = options(topic, dead);
    try (LocalJob job = LocalJob.start(directory, null, env -> RunmarkJob.define(env, options))) {
      awaitLine(run);
    }

    try (LocalJob job = LocalJob.start(directory, null, env -> RunmarkJob.define(env, options))) {
      assertThat(job.failure())
          .contains("start without state: the index already has runs of topic " + topic);
    }
  }

  private static LineLocation awaitLine(UUID run) {
    try (PostgresRunLookup lookup = new PostgresRunLookup(index())) {
      RunKey key = new RunKey("default", run);
      Until.holds(() -> !lookup.find(key).isEmpty(), () -> "run " + run + " is in the index");
      return lookup.find(key).get(0);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] read(LineLocation line, RunmarkOptions options) throws IOException {
    String key = line.location().key(line.part(), line.compression());
    ByteRange frame = line.place().frame();
    try (var store = Connectors.objects(options.s3()).open()) {
      byte[] bytes = store.read(key, frame);
      int from = line.place().offset();
      return Arrays.copyOfRange(bytes, from, from + line.place().length());
    }
  }

  private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
    return new String(record.headers().lastHeader(name).value(), UTF_8);
  }

  private static PostgresOptions index() {
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

  private static RunmarkOptions options(String topic, String dead) throws IOException {
    Path file = home.resolve(topic + ".yaml");
    Files.write(
        file,
        List.of(
            "kafka:",
            "  bootstrap-servers: [\"" + kafka.bootstrapServers() + "\"]",
            "  topics: [" + topic + "]",
            "dead-letters:",
            "  topic: " + dead,
            "parts:",
            "  compression: none",
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
    return RunmarkOptions.read(file, Map.of());
  }

  private static Path secret(String name, String value) throws IOException {
    Path file = home.resolve(name + ".secret").toAbsolutePath();
    Files.writeString(file, value);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    return file;
  }
}
