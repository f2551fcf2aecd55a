package dev.runmark.job.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.runmark.job.testing.Topics;
import dev.runmark.storage.index.IndexDatabase;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** sweep and status on real servers, each thing once well and once not. */
class SweepAndStatusCommandsIT {

  private static CommandScene scene;

  private final StringWriter output = scene.output;
  private final StringWriter errors = scene.errors;
  private final Map<String, String> options = scene.options;

  private Topics topics;
  private IndexDatabase database;
  private String topic;

  @BeforeAll
  static void startServers(@TempDir Path directory) throws Exception {
    scene = new CommandScene(directory);
  }

  @AfterAll
  static void stopServers() throws Exception {
    scene.close();
  }

  @BeforeEach
  void setUp() throws Exception {
    scene.clear();
    topics = scene.topics;
    database = scene.database;
    topic = scene.topic();
  }

  @Test
  void sweepTellsWhatItWouldDoAndThenDoesIt() throws Exception {
    String orphan = part(Duration.ofDays(9));
    String young = part(Duration.ofDays(1));
    put(orphan + ".bak", Duration.ofDays(9));

    assertThat(scene.sweep("--dry-run")).isZero();
    assertThat(output.toString())
        .startsWith("would remove 1 part and 0 rows objects (3 B) and 0 open uploads from before")
        .contains("0 that the ledger names, 1 younger, 1 that are not Runmark's");
    assertThat(scene.file(orphan)).exists();

    assertThat(scene.sweep()).isEqualTo(1);
    assertThat(errors.toString()).contains("the ledger has no part there");
    assertThat(scene.sweep("--empty-ledger", "--json")).isZero();
    JsonNode report = new ObjectMapper().readTree(output.toString());
    assertThat(report.get("parts").asInt()).isOne();
    assertThat(report.get("dry_run").asBoolean()).isFalse();
    assertThat(scene.file(orphan)).doesNotExist();
    assertThat(scene.file(young)).exists();
    assertThat(scene.file(orphan + ".bak")).exists();
  }

  @Test
  void aGraceThatAJobCouldFeelNeedsAWord() {
    assertThat(scene.sweep("--grace", "59min")).isEqualTo(2);
    assertThat(errors.toString()).contains("--grace PT59M").contains("--job-stopped");
    assertThat(scene.sweep("--grace", "0s", "--job-stopped", "--dry-run")).isZero();
    assertThat(scene.sweep("--grace", "soon")).isEqualTo(2);
    assertThat(errors.toString()).contains("'soon' is no length of time");
    assertThat(scene.run("sweep", "--empty-ledger")).as("the job's own role").isEqualTo(1);
    assertThat(errors.toString()).contains("permission denied");
  }

  @Test
  void statusOfAJobThatHasRun() throws Exception {
    topics.sendNumbers(topic, 1, 0, 30);
    part(Duration.ofDays(1));
    fill();

    assertThat(scene.run("status", "--orphans")).isZero();

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

    String password = scene.secret("guest", CommandScene.GUEST);
    assertThat(scene.run("status", "--json", "--user", "guest", "--password", "file:" + password))
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
    scene.run("status", "--user", "guest", "--password", "file:" + password);
    assertThat(output.toString()).contains("this role may not do that");
  }

  @Test
  void statusWithoutBrokersTellsTheRest() throws Exception {
    fill();
    options.put("servers", "127.0.0.1:" + CommandScene.freePort());

    assertThat(scene.run("status")).isEqualTo(1);

    assertThat(output.toString())
        .contains("the brokers were not reached")
        .containsPattern("runs +2\\n");
  }

  @Test
  void statusOfAnEmptyIndex() {
    assertThat(scene.run("status")).isZero();
    assertThat(output.toString()).containsPattern("last commit +never").contains("nothing yet");
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
    Files.createDirectories(scene.file(key).getParent());
    Files.writeString(scene.file(key), "{}\n");
    Files.setLastModifiedTime(scene.file(key), FileTime.from(Instant.now().minus(age)));
  }
}
