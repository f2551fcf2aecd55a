package dev.runmark.job.rejected.redrive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runmark.decode.record.Origin;
import dev.runmark.decode.record.RecordHeader;
import dev.runmark.decode.record.RejectedRecord;
import dev.runmark.decode.record.RejectionReason;
import dev.runmark.embedded.kafka.KafkaServer;
import dev.runmark.job.rejected.DeadLetter;
import dev.runmark.job.rejected.DeadLetters;
import dev.runmark.job.testing.Topics;
import dev.runmark.storage.index.IndexDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Dead letters of a real broker and a real table, sent again, broken off at every step. */
class RedriveIT {

  private static KafkaServer kafka;
  private static Topics topics;
  private static RejectedDatabase database;

  private RedriveSetting setting;

  @BeforeAll
  static void startServers(@TempDir Path home) throws Exception {
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
  void newTopics() throws Exception {
    database.clear();
    setting = new RedriveSetting(kafka, topics, database, 2);
  }

  @Test
  void theOriginalGoesBackToItsPartitionOnce() throws Exception {
    RecordHeader tenant = new RecordHeader("runmark-tenant", "acme".getBytes(UTF_8));
    setting.reject(setting.rejected(1, 0, -1, "{\"läuft\":", tenant));

    RedriveReport report = setting.run();
    RedriveReport second = setting.run();

    assertThat(report.sent()).isOne();
    assertThat(report.complete()).isTrue();
    assertThat(second.sent()).isZero();
    assertThat(second.before()).isOne();
    List<ConsumerRecord<byte[], byte[]>> records = setting.committed();
    assertThat(records).hasSize(1);
    assertThat(records.get(0).partition()).isOne();
    assertThat(records.get(0).value()).asString(UTF_8).isEqualTo("{\"läuft\":");
    assertThat(records.get(0).key()).asString(UTF_8).isEqualTo("key 0");
    assertThat(records.get(0).headers().lastHeader("runmark-tenant").value())
        .isEqualTo(tenant.value());
    assertThat(records.get(0).headers().lastHeader("runmark.origin").value())
        .asString(UTF_8)
        .isEqualTo(setting.topicId() + "/1/0/-1");
    assertThat(
            database.number(
                "SELECT count(*) FROM rejected WHERE redrive_state = 2 AND redriven_to = 0"))
        .isOne();
  }

  @Test
  void severalBatchesOfOneReasonGoInTheOrderTheyCame() throws Exception {
    setting.rejectMany(1_200);
    RejectedRecord other = setting.rejected(0, 5_000, -1, "other");
    setting.reject(
        new RejectedRecord(
            other.record(), -1, RejectionReason.NOT_UTF8, "no UTF-8", null, other.value()));

    assertThat(setting.run().sent()).isEqualTo(1_200);

    assertThat(setting.values(0)).isEqualTo(RedriveSetting.texts(1_200, 0)).isNotEmpty();
    assertThat(setting.values(1)).isEqualTo(RedriveSetting.texts(1_200, 1));
  }

  @Test
  void brokenOffBeforeTheSendItIsSentByTheNext() throws Exception {
    List<DeadLetter> letters = setting.rejectMany(3);
    try (Redrive broken = setting.open()) {
      assertThat(broken.claim(letters)).hasSize(3);
    }

    RedriveReport report = setting.run();

    assertThat(report.settledAsUnsent()).isEqualTo(3);
    assertThat(report.sent()).isEqualTo(3);
    assertThat(setting.committed()).hasSize(3);
  }

  @Test
  void brokenOffAfterTheSendItIsFoundByTheNext() throws Exception {
    List<DeadLetter> letters = setting.rejectMany(4);
    Map<Origin, Long> offsets;
    try (Redrive broken = setting.open()) {
      offsets = broken.send(broken.claim(letters));
    }

    RedriveReport report = setting.run();

    assertThat(report.settledAsSent()).isEqualTo(4);
    assertThat(report.sent()).isZero();
    assertThat(report.before()).isEqualTo(4);
    assertThat(setting.committed()).hasSize(4);
    for (Map.Entry<Origin, Long> sent : offsets.entrySet()) {
      assertThat(
              database.number(
                  "SELECT redriven_to FROM rejected WHERE record_offset = "
                      + sent.getKey().offset()
                      + " AND redrive_state = 2"))
          .isEqualTo(sent.getValue());
    }
  }

  /** What lies in the partition without its transaction's end, as after a kill in mid-send. */
  @Test
  void whatABrokenOneHadUnderWayIsEndedAndSentByTheNext() throws Exception {
    List<DeadLetter> letters = setting.rejectMany(1);
    try (Redrive broken = setting.open()) {
      broken.claim(letters);
    }
    Properties clients = setting.kafkaOptions().clients().resolved();
    clients.setProperty("transactional.id", "runmark-redrive-" + setting.dead());
    try (KafkaProducer<byte[], byte[]> killed =
        new KafkaProducer<>(clients, new ByteArraySerializer(), new ByteArraySerializer())) {
      killed.initTransactions();
      killed.beginTransaction();
      killed.send(letters.get(0).again()).get();

      assertThat(setting.run().sent()).isOne();

      assertThatThrownBy(killed::commitTransaction).isInstanceOf(RuntimeException.class);
    }
    assertThat(setting.committed()).hasSize(1);
  }

  /** A redrive whose session the server has ended, and with it its lock, but that lives on. */
  @Test
  void oneThatLostItsLockCanSendNoMore() throws Exception {
    List<DeadLetter> letters = setting.rejectMany(2);
    try (Redrive zombie = setting.open()) {
      List<DeadLetter> claimed = zombie.claim(letters);
      database.endSessions("runmark redrive");

      assertThat(setting.run().sent()).isEqualTo(2);

      assertThatThrownBy(() -> zombie.send(claimed)).isInstanceOf(IOException.class);
      assertThatThrownBy(() -> zombie.claim(letters)).isInstanceOf(IOException.class);
    }
    assertThat(setting.committed()).hasSize(2);
  }

  @Test
  void oneRunsAtATime() throws Exception {
    try (Redrive first = setting.open()) {
      assertThatThrownBy(setting::open)
          .isInstanceOf(IOException.class)
          .hasMessage("redrive: another one is running; wait for its end");
      first.settle(new RedriveReport());
    }
    setting.open().close();
  }

  @Test
  void theJobsRoleMayNot() {
    assertThatThrownBy(
            () ->
                Redrive.open(
                    setting.kafkaOptions(), setting.deadLetterOptions(), database.writer()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("as role writer")
        .hasMessageContaining("runmark_maintenance");
  }

  @Test
  void aClaimThatRetentionHasOvertakenIsNeverSentBlindly() throws Exception {
    List<DeadLetter> letters = setting.rejectMany(1);
    try (Redrive broken = setting.open()) {
      broken.claim(letters);
    }
    topics.sendNumbers(setting.topic(), 0, 0, 10);
    topics.deleteBefore(setting.topic(), 0, 5);

    RedriveReport report = setting.run();

    assertThat(report.undecided()).isOne();
    assertThat(report.complete()).isFalse();
    assertThat(report.sent()).isZero();
    assertThat(setting.redriven()).isEmpty();
    assertThat(database.number("SELECT redrive_state FROM rejected")).isOne();
  }

  @Test
  void aRepeatedDeadLetterCountsOnceAndOneWithoutARowGetsIt() throws Exception {
    RejectedRecord rejected = setting.rejected(0, 0, -1, "poison");
    topics.send(DeadLetters.letter(setting.dead(), rejected));
    topics.send(DeadLetters.letter(setting.dead(), rejected));

    assertThat(setting.run().sent()).isOne();

    assertThat(setting.committed()).hasSize(1);
    assertThat(database.number("SELECT count(*) FROM rejected WHERE redrive_state = 2")).isOne();
  }

  @Test
  void aRowWhoseDeadLetterIsGoneIsMissed() throws Exception {
    setting.rejectMany(2);
    database.age();
    topics.deleteBefore(setting.dead(), 0, 1);

    RedriveReport report = setting.run();

    assertThat(report.sent()).isOne();
    assertThat(report.missing()).isOne();
    assertThat(report.complete()).isFalse();
    assertThat(report.lines(false)).anyMatch(line -> line.contains(setting.topicId() + "/0/0/-1"));
  }

  @Test
  void aRowOfTheLastMinuteIsNotMissedYet() throws Exception {
    setting.rejectMany(1);
    topics.deleteBefore(setting.dead(), 0, 1);

    assertThat(setting.run().missing()).isZero();
  }

  @Test
  void noMoreThanTheLimitAreSentAndTheNextGoesOn() throws Exception {
    setting.rejectMany(1_100);

    assertThat(setting.run(600).sent()).isEqualTo(600);
    assertThat(setting.committed()).hasSize(600);
    assertThat(setting.run(600).sent()).isEqualTo(500);
    assertThat(setting.committed()).hasSize(1_100);
  }

  @Test
  void aSecondTryThatFailedIsTriedAgainWithItsFirstOrigin() throws Exception {
    topics.sendNumbers(setting.topic(), 0, 0, 1);
    setting.reject(setting.rejected(0, 0, -1, "poison"));
    setting.run();
    ConsumerRecord<byte[], byte[]> second = setting.redriven().get(0);
    List<RecordHeader> headers = new ArrayList<>();
    second.headers().forEach(header -> headers.add(new RecordHeader(header.key(), header.value())));
    setting.reject(
        setting.rejected(0, second.offset(), -1, "poison", headers.toArray(RecordHeader[]::new)));

    assertThat(setting.run().sent()).isOne();
    assertThat(setting.run().sent()).isZero();

    assertThat(setting.redriven())
        .hasSize(2)
        .allSatisfy(
            record ->
                assertThat(record.headers().lastHeader("runmark.origin").value())
                    .asString(UTF_8)
                    .isEqualTo(setting.topicId() + "/0/0/-1"));
    assertThat(
            database.number(
                "SELECT count(*) FROM rejected WHERE origin = '" + setting.topicId() + "/0/0/-1'"))
        .isOne();
  }

  @Test
  void aTrialChangesNothingAndTellsTheSame() throws Exception {
    setting.rejectMany(7);
    setting.reject(setting.rejected(9, 0, -1, "poison"));
    String before = database.content();

    RedriveReport trial = setting.trial();

    assertThat(trial.sent()).isEqualTo(7);
    assertThat(trial.refusals(setting.topic(), Refusal.PARTITION_GONE)).isOne();
    assertThat(setting.committed()).isEmpty();
    assertThat(database.content()).isEqualTo(before);
    assertThat(setting.run().lines(true)).isEqualTo(trial.lines(true));
    assertThat(setting.trial().sent()).isZero();
    assertThat(setting.trial().before()).isEqualTo(7);
  }

  @Test
  void aTopicThatWasCreatedAgainGetsNothing() throws Exception {
    setting.rejectMany(2);
    topics.delete(setting.topic());
    setting.createTopicAgain();

    RedriveReport report = setting.run();

    assertThat(report.refusals(setting.topic(), Refusal.TOPIC_CREATED_AGAIN)).isEqualTo(2);
    assertThat(report.complete()).isTrue();
    assertThat(setting.committed()).isEmpty();
    assertThat(database.number("SELECT count(*) FROM rejected WHERE redrive_state = 0"))
        .isEqualTo(2);
  }

  @Test
  void aTopicThatIsGoneGetsNothing() throws Exception {
    setting.rejectMany(2);
    topics.delete(setting.topic());

    assertThat(setting.run().refusals(setting.topic(), Refusal.TOPIC_GONE)).isEqualTo(2);
  }

  @Test
  void whatIsNotWholeOrHasNoPlaceIsRefused() throws Exception {
    RejectedRecord large = setting.rejected(0, 0, -1, "x".repeat(8_000));
    topics.send(DeadLetters.letter(setting.dead(), 5_000, large));
    RecordHeader wide = new RecordHeader("h", new byte[8_000]);
    topics.send(
        DeadLetters.letter(setting.dead(), 5_000, setting.rejected(0, 1, -1, "poison", wide)));
    Origin foreign = new Origin(UUID.randomUUID(), 0, 0, -1);
    topics.send(
        DeadLetters.letter(
            setting.dead(),
            DeadLetters.rejected(foreign, "__consumer_offsets", null, new byte[1])));
    RejectedRecord event = setting.rejected(0, 2, 1, "{}");
    topics.send(
        DeadLetters.letter(
            setting.dead(),
            new RejectedRecord(
                event.record(), 1, event.reason(), event.message(), null, event.value())));
    topics.configure(setting.topic(), "max.message.bytes", "3000");
    topics.send(DeadLetters.letter(setting.dead(), setting.rejected(0, 3, -1, "y".repeat(2_900))));

    RedriveReport report = setting.run();

    assertThat(report.sent()).isZero();
    assertThat(report.refusals(setting.topic(), Refusal.CUT)).isOne();
    assertThat(report.refusals(setting.topic(), Refusal.STRIPPED)).isOne();
    assertThat(report.refusals(setting.topic(), Refusal.OPERATION_UNKNOWN)).isOne();
    assertThat(report.refusals(setting.topic(), Refusal.TOO_LARGE)).isOne();
    assertThat(report.refusals("__consumer_offsets", Refusal.TOPIC_NOT_READ)).isOne();
    assertThat(setting.committed()).isEmpty();
  }

  @Test
  void whatIsNoDeadLetterIsPassedOver() throws Exception {
    topics.sendNumbers(setting.dead(), 0, 0, 3);
    setting.rejectMany(1);

    assertThat(setting.run().sent()).isOne();
  }
}
