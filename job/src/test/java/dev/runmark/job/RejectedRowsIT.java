package dev.runmark.job;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.runmark.embedded.kafka.KafkaServer;
import dev.runmark.embedded.postgres.StopMode;
import dev.runmark.job.testing.LocalJob;
import dev.runmark.job.testing.Topics;
import dev.runmark.job.testing.Until;
import dev.runmark.storage.index.IndexDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Poison through the job: a row and a dead letter for each, whatever happens on the way. */
@SuppressWarnings("try") // A job is closed, not used.
class RejectedRowsIT {

  private static KafkaServer kafka;
  private static Topics topics;
  private static IndexDatabase database;

  private RejectingJob rejecting;

  @TempDir private Path directory;
  private String topic;
  private String dead;

  @BeforeAll
  static void startServers(@TempDir Path home) throws Exception {
    kafka = KafkaServer.start(home.resolve("kafka"), 0);
    topics = new Topics(kafka);
    database = IndexDatabase.create();
  }

  @AfterAll
  static void stopServers() throws Exception {
    topics.close();
    kafka.close();
  }

  @BeforeEach
  void createTopics() throws Exception {
    topic = topics.create(1);
    dead = topics.create(1);
    rejecting = new RejectingJob(kafka, database, topic, dead);
  }

  @Test
  void eachDeadLetterHasItsRowAndAReplayDoublesNone() throws Exception {
    sendPoison(0, 100);
    try (LocalJob job = start()) {
      awaitRows(100);
    }
    assertThat(rows()).isEqualTo(letters(100)).hasSize(100);
    assertThat(
            database.number(
                "SELECT count(*) FROM rejected WHERE reason = 'not_json' AND size = 2"
                    + " AND event_index = -1 AND operation IS NULL AND redrive_state = 0"
                    + " AND message LIKE 'decode of %'"
                    + " AND topic = '"
                    + topic
                    + "'"))
        .isEqualTo(10);

    sendPoison(100, 120);
    try (LocalJob job = start()) {
      awaitRows(120);
    }
    // All were read again: the first hundred stand twice in the topic, once in the table.
    assertThat(rows()).isEqualTo(letters(220)).hasSize(120);
  }

  @Test
  void anEventThatIsRejectedAloneHasItsIndexAndOperation() throws Exception {
    topics.send(
        new ProducerRecord<>(
            topic,
            0,
            null,
            "{\"post\":[{\"name\":\"x\"},{\"id\":\"no uuid\"}],\"patch\":[]}".getBytes(UTF_8)));
    try (LocalJob job = start()) {
      awaitRows(1);
    }

    assertThat(rows()).isEqualTo(letters(1)).containsExactly(topics.id(topic) + "/0/0/1");
    assertThat(
            database.number(
                "SELECT count(*) FROM rejected WHERE reason = 'invalid_id'"
                    + " AND operation = 'create' AND event_index = 1 AND size = 16"
                    + " AND topic = '"
                    + topic
                    + "'"))
        .isOne();
  }

  @Test
  void rowsAreCompleteAfterTheDatabaseWasAway() throws Exception {
    try (LocalJob job = start()) {
      sendPoison(0, 50);
      awaitRows(50);
      database.server().stop(StopMode.IMMEDIATE);
      try {
        sendPoison(50, 100);
        Thread.sleep(Duration.ofSeconds(3).toMillis());
      } finally {
        database.server().start();
      }
      awaitRows(100);
    }
    assertThat(rows()).isEqualTo(letters(100));
  }

  @Test
  void aJobThatStartsWhileTheDatabaseIsAwayGoesOnWhenItIsBack() throws Exception {
    sendPoison(0, 50);
    database.server().stop(StopMode.FAST);
    LocalJob job;
    try {
      job = start();
      Thread.sleep(Duration.ofSeconds(2).toMillis());
    } finally {
      database.server().start();
    }
    try (LocalJob running = job) {
      awaitRows(50);
    }
    assertThat(rows()).hasSize(50);
  }

  /** What one statement refuses for ever would restart the job for ever. */
  @Test
  void namesThatTheDatabaseWouldRefuseDoNotStopTheJob() throws Exception {
    topics.send(
        new ProducerRecord<>(
            topic, 0, null, "{\"operation\":\"p\\u0000st\",\"run\":{}}\u0000".getBytes(UTF_8)));
    sendPoison(0, 1);
    try (LocalJob job = start()) {
      awaitRows(2);
    }
  }

  private LocalJob start() throws Exception {
    return rejecting.start(1, Duration.ofMillis(200), directory);
  }

  private void sendPoison(int from, int to) throws Exception {
    for (int i : IntStream.range(from, to).toArray()) {
      String value = i < 10 ? "{" + i : "no run " + i;
      topics.send(new ProducerRecord<>(topic, 0, null, value.getBytes(UTF_8)));
    }
  }

  private void awaitRows(int wanted) {
    Until.holds(() -> rows().size() >= wanted, () -> wanted + " rows of " + topic);
  }

  private Set<String> rows() throws IOException, SQLException {
    return rejecting.rows();
  }

  private Set<String> letters(int inTheTopic) {
    return topics.read(dead, inTheTopic).stream()
        .map(letter -> new String(letter.key(), UTF_8))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
