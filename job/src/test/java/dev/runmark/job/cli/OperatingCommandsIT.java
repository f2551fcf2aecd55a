package dev.runmark.job.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
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
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** sweep, status and doctor on real servers, each thing once well and once not. */
class OperatingCommandsIT {

  private static final String KEEPER = "keeper's secret";

  private static final String GUEST = "guest's secret";

  private static Path home;
  private static KafkaServer kafka;
  private static Topics topics;
  private static S3Server s3;
  private static IndexDatabase database;

  private final StringWriter output = new StringWriter();
  private final StringWriter errors = new StringWriter();
  private final Map<String, String> options = new TreeMap<>();

  private String topic;
  private String bucket;

  @BeforeAll
  static void startServers(@TempDir Path directory) throws Exception {
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

  @AfterAll
  static void stopServers() throws Exception {
    topics.close();
    kafka.close();
    s3.close();
  }

  @BeforeEach
  void setUp() throws Exception {
    database.clear();
    database.execute("TRUNCATE sources, positions, gaps, frontiers, rejected CASCADE");
    topic = topics.create(2);
    bucket = "bucket-" + UUID.randomUUID();
    s3.createBucket(bucket);
    options.put("servers", kafka.bootstrapServers());
    options.put("topic", topic);
    options.put("dead", topics.create(1));
    options.put("bucket", bucket);
    options.put("url", database.writer().url());
    options.put("user", database.writer().user());
    options.put("password", secret("writer", database.writer().password().get()));
    options.put("schema", "runmark");
    options.put("s3", s3.endpoint().toString());
    options.put("secret-key", secret("s3", s3.secretKey()));
  }

  @Test
  void sweepTellsWhatItWouldDoAndThenDoesIt() throws Exception {
    String orphan = part(Duration.ofDays(9));
    String young = part(Duration.ofDays(1));
    put(orphan + ".bak", Duration.ofDays(9));

    assertThat(sweep("--dry-run")).isZero();
    assertThat(output.toString())
        .startsWith("would remove 1 part and 0 rows objects (3 B) and 0 open uploads from before")
        .contains("0 that the ledger names, 1 younger, 1 that are not Runmark's");
    assertThat(file(orphan)).exists();

    assertThat(sweep()).isEqualTo(1);
    assertThat(errors.toString()).contains("the ledger has no part there");
    assertThat(sweep("--empty-ledger", "--json")).isZero();
    JsonNode report = new ObjectMapper().readTree(output.toString());
    assertThat(report.get("parts").asInt()).isOne();
    assertThat(report.get("dry_run").asBoolean()).isFalse();
    assertThat(file(orphan)).doesNotExist();
    assertThat(file(young)).exists();
    assertThat(file(orphan + ".bak")).exists();
  }

  @Test
  void aGraceThatAJobCouldFeelNeedsAWord() {
    assertThat(sweep("--grace", "59min")).isEqualTo(2);
    assertThat(errors.toString()).contains("--grace PT59M").contains("--job-stopped");
    assertThat(sweep("--grace", "0s", "--job-stopped", "--dry-run")).isZero();
    assertThat(sweep("--grace", "soon")).isEqualTo(2);
    assertThat(errors.toString()).contains("'soon' is no length of time");
    assertThat(run("sweep", "--empty-ledger")).as("the job's own role").isEqualTo(1);
    assertThat(errors.toString()).contains("permission denied");
  }

  @Test
  void statusOfAJobThatHasRun() throws Exception {
    topics.sendNumbers(topic, 1, 0, 30);
    part(Duration.ofDays(1));
    fill();

    assertThat(run("status", "--orphans")).isZero();

    assertThat(output.toString())
        .containsPattern("runs +2\\n")
        .containsPattern("in pieces +none\\n")
        .containsPattern("committed +1 part with 4 lines; not needed, since stored before: 1\\n")
        .containsPattern("last commit +2026-01-02T03:04:05Z")
        .containsPattern("on S3 +2.0 KiB in parts, 1.0 KiB in rows objects; 1.5 KiB a run")
        .containsPattern(topic + "/1 +20 +0 +30 +10  stored")
        .containsPattern(topic + "/0 +- +0 +0 +-  no position yet")
        .containsPattern("gone/0 +5 +- +- +-  not among kafka.topics now")
        .contains(topic + "/1  3 to 6  accepted")
        .containsPattern("not_json +2 records, sent again: 0")
        .containsPattern("objects +1 of together 3 B");
  }

  @Test
  void statusAsJsonAndAsAReader() throws Exception {
    fill();

    String password = secret("guest", GUEST);
    assertThat(run("status", "--json", "--user", "guest", "--password", "file:" + password))
        .isZero();

    ObjectMapper json = new ObjectMapper();
    List<JsonNode> lines = new ArrayList<>();
    for (String line : output.toString().lines().toList()) {
      lines.add(json.readTree(line));
    }
    assertThat(lines.get(0).get("runs").asInt()).isEqualTo(2);
    assertThat(lines.get(0).get("positions_up_to_date").asBoolean()).isFalse();
    assertThat(lines)
        .extracting(line -> line.get("kind").asText())
        .containsExactly("status", "source", "source", "source", "commit", "gap", "rejected");
    run("status", "--user", "guest", "--password", "file:" + password);
    assertThat(output.toString()).contains("this role may not do that");
  }

  @Test
  void statusWithoutBrokersTellsTheRest() throws Exception {
    fill();
    options.put("servers", "127.0.0.1:" + freePort());

    assertThat(run("status")).isEqualTo(1);

    assertThat(output.toString())
        .contains("the brokers were not reached")
        .containsPattern("runs +2\\n");
  }

  @Test
  void statusOfAnEmptyIndex() {
    assertThat(run("status")).isZero();
    assertThat(output.toString()).containsPattern("last commit +never").contains("nothing yet");
  }

  @Test
  void allIsWell() throws Exception {
    topics.sendNumbers(topic, 0, 0, 1);

    assertThat(run("doctor")).as(output::toString).isZero();

    assertThat(output.toString())
        .doesNotContain("FAIL")
        .doesNotContain("skip")
        .containsPattern("ok +kafka brokers +1 at ")
        .containsPattern("ok +topic " + topic + " +2 partitions")
        .containsPattern("ok +topic " + topic + ", reading +records can be read")
        .containsPattern("ok +dead-letter topic ")
        .containsPattern("ok +s3 objects +can be put, read by range")
        .containsPattern("ok +s3 overwriting")
        .containsPattern("ok +s3 uploads in pieces +5242881 bytes")
        .containsPattern("ok +s3 sweeping")
        .containsPattern("ok +s3 clock")
        .containsPattern("ok +postgres server")
        .containsPattern("ok +postgres schema +runmark is at version 1")
        .containsPattern("ok +postgres rights")
        .containsPattern("ok +postgres ownership")
        .containsPattern("warn +postgres TLS");
    assertThat(s3Files()).isEmpty();
  }

  @Test
  void readingThatWasNotTriedIsNotCalledWell() throws Exception {
    assertThat(run("doctor")).isZero();

    assertThat(output.toString())
        .containsPattern("warn +topic " + topic + ", reading +not tried, since there is no record");
  }

  @Test
  void topicsThatAreWrongAreTold() throws Exception {
    topics.configure(topic, "cleanup.policy", "compact");
    topics.configure(options.get("dead"), "max.message.bytes", "1000");

    assertThat(run("doctor")).isEqualTo(1);

    assertThat(output.toString())
        .containsPattern("FAIL +topic " + topic + " +cleanup.policy is compact")
        .containsPattern("skip +topic " + topic + ", reading")
        .containsPattern("FAIL +dead-letter topic .*raise its max.message.bytes");

    options.put("topic", "no-such-topic");
    options.put("dead", "no-such-dead");
    run("doctor");
    assertThat(output.toString())
        .containsPattern("FAIL +topic no-such-topic +there is none")
        .containsPattern("FAIL +dead-letter topic no-such-dead +there is none");
  }

  @Test
  void topicsThatCouldBeBetterAreWarnedOf() throws Exception {
    topics.configure(topic, "retention.ms", "3600000");
    assertThat(run("doctor")).isZero();
    assertThat(output.toString()).containsPattern("warn +topic " + topic + " +retention.ms");

    topics.configure(topic, "max.message.bytes", "50000000");
    topics.configure(options.get("dead"), "max.message.bytes", "60000000");
    assertThat(run("doctor")).isZero();
    assertThat(output.toString()).containsPattern("warn +topic " + topic + " .*decode.record");
  }

  @Test
  void serversThatAreAwayAreToldAndWhatRestsOnThemIsNotAsked() throws Exception {
    options.put("servers", "127.0.0.1:" + freePort());
    options.put("s3", "http://127.0.0.1:" + freePort());
    options.put("url", "jdbc:postgresql://127.0.0.1:" + freePort() + "/x");

    assertThat(run("doctor", "--flink", "http://127.0.0.1:" + freePort())).isEqualTo(1);

    assertThat(output.toString())
        .containsPattern("FAIL +kafka brokers +describe the cluster")
        .containsPattern("skip +topic .*since 'kafka brokers' failed")
        .containsPattern("FAIL +flink cluster +GET http://127.*no answer")
        .containsPattern("FAIL +s3 bucket +list ")
        .containsPattern("skip +s3 objects")
        .containsPattern("FAIL +postgres server +connect to ")
        .containsPattern("skip +postgres rights");
  }

  @Test
  void wrongNamesAndSecretsAreTold() throws Exception {
    options.put("bucket", "no-such-bucket");
    options.put("password", secret("wrong", "open-sesame"));
    run("doctor");
    assertThat(output.toString())
        .containsPattern("FAIL +s3 bucket .*404 NoSuchBucket")
        .containsPattern("FAIL +postgres server .*28P01")
        .doesNotContain("open-sesame");

    options.put("bucket", bucket);
    options.put("secret-key", secret("wrong", "open-sesame"));
    options.put("password", secret("writer", database.writer().password().get()));
    options.put("schema", "elsewhere");
    run("doctor");
    assertThat(output.toString())
        .containsPattern("FAIL +s3 bucket .*403 SignatureDoesNotMatch")
        .containsPattern("FAIL +postgres schema +elsewhere has no tables.*./runmark migrate")
        .doesNotContain("open-sesame");
  }

  @Test
  void rolesThatMayTooLittleOrTooMuchAreTold() throws Exception {
    options.put("user", "guest");
    options.put("password", secret("guest", GUEST));
    assertThat(run("doctor")).isEqualTo(1);
    assertThat(output.toString())
        .containsPattern("FAIL +postgres rights +guest lacks .*runs INSERT, runs UPDATE")
        .containsPattern("fragments DELETE.*: GRANT runmark_writer TO guest");

    options.put("user", database.owner().user());
    options.put("password", secret("owner", database.owner().password().get()));
    assertThat(run("doctor")).isZero();
    assertThat(output.toString()).containsPattern("warn +postgres ownership .*runmark_writer");
  }

  /** The answers of a cluster, as Flink 2.3.0 gives them. */
  @Test
  void flinkIsLookedAtWhenAskedFor() throws Exception {
    Map<String, String> answers = new TreeMap<>();
    answers.put(
        "/overview",
        "{\"taskmanagers\":1,\"slots-total\":2,\"slots-available\":0,\"flink-version\":\"2.3.0\"}");
    answers.put(
        "/jobs/overview",
        "{\"jobs\":[{\"jid\":\"a\",\"name\":\"runmark: runs\",\"state\":\"RUNNING\"}]}");
    answers.put(
        "/jobs/a/checkpoints/config",
        "{\"mode\":\"exactly_once\",\"unaligned_checkpoints\":false,"
            + "\"externalization\":{\"enabled\":true,\"delete_on_cancellation\":false}}");
    HttpServer flink = ScriptedFlink.start(answers);
    try {
      String url = "http://127.0.0.1:" + flink.getAddress().getPort();
      assertThat(run("doctor", "--flink", url)).isZero();
      assertThat(output.toString())
          .containsPattern("ok +flink cluster +Flink 2.3.0")
          .containsPattern("ok +flink slots +1 TaskManagers, 0 of 2")
          .containsPattern("ok +flink jobs +'runmark: runs' with aligned");

      answers.put("/overview", "{\"slots-total\":0,\"flink-version\":\"2.3.0\"}");
      answers.computeIfPresent(
          "/jobs/a/checkpoints/config",
          (path, config) -> config.replace("cancellation\":false", "cancellation\":true"));
      assertThat(run("doctor", "--flink", url)).isEqualTo(1);
      assertThat(output.toString())
          .containsPattern("FAIL +flink slots .*start a TaskManager")
          .containsPattern("FAIL +flink jobs .*RETAIN_ON_CANCELLATION");

      for (String state : List.of("RESTARTING", "FAILING")) {
        answers.put(
            "/jobs/overview",
            "{\"jobs\":[{\"jid\":\"b\",\"name\":\"other\",\"state\":\"FAILING\"},"
                + "{\"jid\":\"a\",\"name\":\"runmark: runs\",\"state\":\"%s\"}]}".formatted(state));
        assertThat(run("doctor", "--flink", url)).isEqualTo(1);
        assertThat(output.toString())
            .containsPattern("FAIL +flink jobs +'runmark: runs' is " + state);
      }

      answers.put("/overview", "{\"flink-version\":\"1.20.1\"}");
      run("doctor", "--flink", url);
      assertThat(output.toString()).containsPattern("FAIL +flink cluster +Flink 1.20.1");
    } finally {
      flink.stop(0);
    }
  }

  @Test
  void flinkMayLieBehindAPathOfAProxy() throws Exception {
    Map<String, String> answers = new TreeMap<>();
    answers.put("/flink/a/overview", "{\"slots-total\":2,\"flink-version\":\"2.3.0\"}");
    answers.put("/flink/a/jobs/overview", "{\"jobs\":[]}");
    HttpServer flink = ScriptedFlink.start(answers);
    try {
      String url = "http://127.0.0.1:" + flink.getAddress().getPort() + "/flink/a";
      for (String address : List.of(url, url + "/")) {
        assertThat(run("doctor", "--flink", address)).as(output::toString).isZero();
        assertThat(output.toString())
            .containsPattern("ok +flink cluster +Flink 2.3.0")
            .containsPattern("ok +flink jobs +none of Runmark's is running");
      }
      assertThat(run("doctor", "--flink", url + "?x=1")).isEqualTo(2);
    } finally {
      flink.stop(0);
    }
  }

  private void fill() throws Exception {
    String id = topics.id(topic).toString();
    database.execute(
        "INSERT INTO sources VALUES (1, '%s', 0, '%s'), (2, '%s', 1, '%s'), (3, '%s', 0, 'gone')"
            .formatted(id, topic, id, topic, UUID.randomUUID()));
    database.execute(
        "INSERT INTO positions (source, position, reason) VALUES (2, 10, 'stored'), (3, 5, 'x')");
    database.execute(
        "INSERT INTO frontiers (submission, checkpoint, subtask, subtasks, sources, pending, seen)"
            + " VALUES (gen_random_uuid(), 1, 0, 1, '{2}', '{20}', '{25}')");
    database.execute("INSERT INTO gaps VALUES (3, 7, now(), 2, 'accepted')");
    database.execute(
        "INSERT INTO parts (part, bucket, key, compression, length, lines, checksum, rows_length,"
            + " written, stale, committed_at) VALUES (gen_random_uuid(), 'b', 'k', 0, 2048, 4, 0,"
            + " 1024, 3, 1, '2026-01-02T03:04:05Z')");
    database.execute(
        "INSERT INTO runs (tenant, lines, created, run, trace) SELECT 1, 2, true,"
            + " gen_random_uuid(), gen_random_uuid() FROM generate_series(1, 2)");
    database.execute(
        "INSERT INTO rejected (record_offset, size, partition, event_index, topic_id, topic, reason,"
            + " message) SELECT i, 1, 0, -1, gen_random_uuid(), 't', 'not_json', 'm'"
            + " FROM generate_series(1, 2) i");
  }

  /** A part object of that age, by its id and by the store's clock. */
  private String part(Duration age) throws IOException {
    Instant opened = Instant.now().minus(age);
    long high = (opened.toEpochMilli() << 16) | 0x7000L;
    UUID id = new UUID(high, 0x8000_0000_0000_0000L | System.nanoTime());
    String day = DateTimeFormatter.ISO_LOCAL_DATE.format(opened.atOffset(ZoneOffset.UTC));
    String key = "runs/dt=" + day + "/" + id + ".ndjson";
    put(key, age);
    return key;
  }

  private void put(String key, Duration age) throws IOException {
    Files.createDirectories(file(key).getParent());
    Files.writeString(file(key), "{}\n");
    Files.setLastModifiedTime(file(key), FileTime.from(Instant.now().minus(age)));
  }

  private Path file(String key) {
    return home.resolve("s3").resolve(bucket).resolve(key);
  }

  private List<Path> s3Files() throws IOException {
    try (var files = Files.walk(home.resolve("s3").resolve(bucket))) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private int sweep(String... more) {
    List<String> arguments = new ArrayList<>(List.of("sweep"));
    arguments.addAll(List.of("--user", "keeper", "--password", "file:" + secret("keeper", KEEPER)));
    arguments.addAll(List.of(more));
    return run(arguments.toArray(String[]::new));
  }

  private int run(String... arguments) {
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

  private static String secret(String name, String value) {
    try {
      Path file = home.resolve(name + ".secret").toAbsolutePath();
      Files.writeString(file, value);
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
      return file.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
