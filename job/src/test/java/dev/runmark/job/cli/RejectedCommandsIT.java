package dev.runmark.job.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.runmark.decode.record.Origin;
import dev.runmark.embedded.kafka.KafkaServer;
import dev.runmark.job.rejected.RejectedRow;
import dev.runmark.job.rejected.redrive.RedriveSetting;
import dev.runmark.job.rejected.redrive.RejectedDatabase;
import dev.runmark.job.testing.Topics;
import dev.runmark.job.testing.Until;
import dev.runmark.storage.index.IndexDatabase;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The commands of operators on a real broker and a real table, one of them as a process. */
class RejectedCommandsIT {

  private static Path home;
  private static KafkaServer kafka;
  private static Topics topics;
  private static RejectedDatabase database;

  private final StringWriter output = new StringWriter();
  private final StringWriter errors = new StringWriter();

  private RedriveSetting setting;
  private Path config;

  @BeforeAll
  static void startServers(@TempDir Path directory) throws Exception {
    home = directory;
    kafka = KafkaServer.start(home.resolve("kafka"), 0);
    topics = new Topics(kafka);
    database = new RejectedDatabase(IndexDatabase.create());
  }

  @AfterAll
  static void stopServers() throws Exception {
    topics.close();
    kafka.close();
  }

  @BeforeEach
  void writeOptions() throws Exception {
    setting = new RedriveSetting(kafka, topics, database, 2);
    config = home.resolve(setting.topic() + ".yaml");
    Files.writeString(
        config,
        """
        kafka:
          bootstrap-servers: ["%s"]
          topics: [%s]
        dead-letters:
          topic: %s
        s3:
          bucket: parts
          region: eu-central-1
        postgres:
          url: %s
          user: %s
          password: file:%s
        """
            .formatted(
                kafka.bootstrapServers(),
                setting.topic(),
                setting.dead(),
                database.writer().url(),
                database.writer().user(),
                secret("writer", database.writer().password().get())));
  }

  @Test
  void rejectedRecordsAreListedAndCountedWithoutObeyingThem() throws Exception {
    setting.rejectMany(3);
    insert("invalid_id", "\u001b[31mred\u001b[0m\nnext line");

    assertThat(run("rejected", "--topic", setting.topic())).isZero();

    assertThat(output.toString())
        .contains("\\u{1b}[31mred\\u{1b}[0m\\u{a}next line")
        .doesNotContain("\u001b")
        .contains(setting.topic() + "/0@9, event 2")
        .containsPattern("not_json +3 +0")
        .containsPattern("invalid_id +1 +0");
    assertThat(output.toString().lines()).hasSize(1 + 4 + 1 + 3);
  }

  @Test
  void whatIsAskedForIsListedAllOfItCounted() throws Exception {
    setting.rejectMany(5);
    insert("invalid_id", "other");
    String topic = setting.topic();

    run("rejected", "--topic", topic, "--reason", "not_json", "--limit", "2");
    assertThat(output.toString().lines().filter(line -> line.contains("no JSON"))).hasSize(2);
    assertThat(output.toString()).containsPattern("not_json +5 +0").doesNotContain("invalid_id");

    run("rejected", "--topic", topic, "--since", "2h", "--limit", "0");
    assertThat(output.toString()).containsPattern("not_json +5").containsPattern("invalid_id +1");

    run("rejected", "--topic", topic, "--since", "2099-01-01T00:00:00Z");
    assertThat(output.toString().trim()).isEqualTo("nothing was rejected");
  }

  @Test
  void jsonIsAnObjectALine() throws Exception {
    setting.rejectMany(1);
    insert("invalid_id", "\u001b[31m „ä\u009b\u202e");

    run("rejected", "--topic", setting.topic(), "--json");

    assertThat(output.toString()).containsOnlyOnce("\\u001B[31m").doesNotContain("ä", "\u009b");
    ObjectMapper json = new ObjectMapper();
    List<JsonNode> lines = new ArrayList<>();
    for (String line : output.toString().lines().toList()) {
      lines.add(json.readTree(line));
    }
    assertThat(lines)
        .extracting(line -> line.get("kind").asText())
        .containsExactly("rejected", "rejected", "count", "count");
    JsonNode whole =
        lines.stream().filter(line -> line.path("index").asInt() == -1).findFirst().orElseThrow();
    assertThat(whole.get("topic").asText()).isEqualTo(setting.topic());
    assertThat(whole.get("key").asText()).endsWith("/0/0/-1");
    assertThat(whole.get("size").asInt()).isEqualTo("poison 0".length());
    assertThat(whole.get("redriven").asText()).isEqualTo("no");
    assertThat(whole.get("operation").isNull()).isTrue();
  }

  @Test
  void aRedriveByTheRoleOfMaintenanceIsToldAndSeen() throws Exception {
    setting.rejectMany(3);

    assertThat(redrive("--dry-run")).isZero();
    assertThat(output.toString().trim()).isEqualTo("would be sent to " + setting.topic() + ": 3");
    assertThat(redrive()).isZero();
    assertThat(output.toString()).contains("sent to " + setting.topic() + ": 3");
    assertThat(redrive()).isZero();
    assertThat(output.toString().lines().skip(1)).containsExactly("3 sent by an earlier redrive");
    assertThat(setting.committed()).hasSize(3);

    run("rejected", "--topic", setting.topic());
    assertThat(output.toString()).containsPattern("not_json +3 +3").contains("  @0  ");
  }

  @Test
  void theJobsOwnRoleIsTurnedAway() throws Exception {
    setting.rejectMany(1);

    assertThat(run("redrive", "--config", config.toString(), "--reason", "not_json")).isEqualTo(1);

    assertThat(errors.toString()).contains("--user and --password");
    assertThat(setting.committed()).isEmpty();
  }

  @Test
  void wrongOptionsAreNamed() {
    assertThat(redrive("--limit", "0")).isEqualTo(2);
    assertThat(run("rejected", "--reason", "bad")).isEqualTo(2);
    assertThat(run("rejected", "--since", "yesterday")).isEqualTo(2);
    assertThat(run("rejected", "--limit", "-1")).isEqualTo(2);
    assertThat(run("redrive", "--config", config.toString())).isEqualTo(2);
    assertThat(errors.toString())
        .contains("--limit 0: wanted 1 or more")
        .contains("'bad' is no reason; there are not_utf8, not_json")
        .contains("'yesterday' is no time")
        .contains("--limit -1: wanted 0 or more")
        .contains("'--reason=CODE'");
  }

  /** Real processes, killed at any moment, until one has done it. */
  @Test
  void killedAgainAndAgainEachIsSentOnce() throws Exception {
    int letters = 2_000;
    setting.rejectMany(letters);
    long seed = Long.getLong("runmark.seed", System.nanoTime());
    Random random = new Random(seed);

    int killed = 0;
    while (!ranToItsEnd(killed < 6 ? random.nextInt(300) : 60_000)) {
      killed++;
    }

    Set<String> values = new HashSet<>();
    List<ConsumerRecord<byte[], byte[]>> sent = setting.committed();
    sent.forEach(record -> values.add(new String(record.value(), UTF_8)));
    assertThat(sent).as("seed %d, killed %d times", seed, killed).hasSize(letters);
    assertThat(values).as("seed %d", seed).hasSize(letters);
    assertThat(
            database.number(
                "SELECT count(*) FROM rejected WHERE redrive_state = 2 AND topic = '"
                    + setting.topic()
                    + "'"))
        .isEqualTo(letters);
  }

  /** Starts the command and kills it so long after it has begun to work, if it still runs then. */
  private boolean ranToItsEnd(long killedAfterMillis) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of("-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path")));
    command.add(RunmarkCommand.class.getName());
    command.addAll(Arrays.asList(redriveArguments()));
    Path log = home.resolve("redrive.log");
    Files.deleteIfExists(log);
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    try {
      long before = begun();
      Until.holds(() -> begun() > before || !process.isAlive(), () -> "the redrive has begun");
      if (process.waitFor(killedAfterMillis, TimeUnit.MILLISECONDS)) {
        assertThat(process.exitValue()).as(() -> read(log)).isZero();
        return true;
      }
      return false;
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  private long begun() throws Exception {
    return database.number(
        "SELECT count(*) FROM rejected WHERE redrive_state > 0 AND topic = '"
            + setting.topic()
            + "'");
  }

  private static String read(Path log) {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      return e.toString();
    }
  }

  private void insert(String reason, String message) throws Exception {
    UUID topicId = topics.id(setting.topic());
    database.insert(
        List.of(
            new RejectedRow(
                new Origin(topicId, 0, 9, 2), setting.topic(), reason, message, "patch", null, 7)));
  }

  private int redrive(String... more) {
    List<String> arguments = new ArrayList<>(List.of(redriveArguments()));
    arguments.addAll(List.of(more));
    return run(arguments.toArray(String[]::new));
  }

  private String[] redriveArguments() {
    return new String[] {
      "redrive",
      "--config",
      config.toString(),
      "--reason",
      RedriveSetting.REASON,
      "--user",
      RejectedDatabase.KEEPER,
      "--password",
      "file:" + secret("keeper", RejectedDatabase.PASSWORD)
    };
  }

  private int run(String... arguments) {
    output.getBuffer().setLength(0);
    List<String> all = new ArrayList<>(List.of(arguments));
    if (arguments[0].equals("rejected")) {
      all.addAll(List.of("--config", config.toString()));
    }
    CommandLine command = RunmarkCommand.commandLine();
    command.setOut(new PrintWriter(output)).setErr(new PrintWriter(errors, true));
    return command.execute(all.toArray(String[]::new));
  }

  private static Path secret(String name, String value) {
    try {
      Path file = home.resolve(name + ".secret").toAbsolutePath();
      Files.writeString(file, value);
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
