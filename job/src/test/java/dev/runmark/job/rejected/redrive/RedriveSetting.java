package dev.runmark.job.rejected.redrive;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.runmark.decode.record.Origin;
import dev.runmark.decode.record.RecordHeader;
import dev.runmark.decode.record.RejectedRecord;
import dev.runmark.embedded.kafka.KafkaServer;
import dev.runmark.job.kafka.KafkaTopics;
import dev.runmark.job.kafka.OffsetRange;
import dev.runmark.job.kafka.PartitionScan;
import dev.runmark.job.options.DeadLetterOptions;
import dev.runmark.job.options.EndOptions;
import dev.runmark.job.options.KafkaOptions;
import dev.runmark.job.options.StartOptions;
import dev.runmark.job.rejected.DeadLetter;
import dev.runmark.job.rejected.DeadLetters;
import dev.runmark.job.testing.Topics;
import dev.runmark.options.KafkaClientOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/** A source topic, its dead letters and their rows. */
public final class RedriveSetting {

  public static final String REASON = "not_json";

  private final KafkaServer kafka;
  private final Topics topics;
  private final RejectedDatabase database;
  private final int partitions;
  private final String topic;
  private final String dead;
  private final UUID topicId;

  public RedriveSetting(KafkaServer kafka, Topics topics, RejectedDatabase database, int partitions)
      throws Exception {
    this.kafka = kafka;
    this.topics = topics;
    this.database = database;
    this.partitions = partitions;
    topic = topics.create(partitions);
    dead = topics.create(1);
    topicId = topics.id(topic);
  }

  public String topic() {
    return topic;
  }

  public String dead() {
    return dead;
  }

  UUID topicId() {
    return topicId;
  }

  void createTopicAgain() throws Exception {
    topics.create(topic, partitions, Map.of());
  }

  KafkaOptions kafkaOptions() {
    return new KafkaOptions(
        new KafkaClientOptions(List.of(kafka.bootstrapServers()), Map.of(), Map.of(), false),
        List.of(topic),
        "redrive",
        StartOptions.EARLIEST,
        EndOptions.NONE,
        Duration.ofMinutes(5));
  }

  DeadLetterOptions deadLetterOptions() {
    return new DeadLetterOptions(dead);
  }

  RejectedRecord rejected(
      int partition, long offset, int index, String value, RecordHeader... headers) {
    return DeadLetters.rejected(
        new Origin(topicId, partition, offset, index),
        topic,
        ("key " + offset).getBytes(UTF_8),
        value.getBytes(UTF_8),
        headers);
  }

  /** What the job does with it: a dead letter and a row. */
  DeadLetter reject(RejectedRecord rejected) throws Exception {
    return reject(List.of(rejected)).get(0);
  }

  private List<DeadLetter> reject(List<RejectedRecord> rejected) throws Exception {
    List<ProducerRecord<byte[], byte[]>> written =
        rejected.stream().map(record -> DeadLetters.letter(dead, record)).toList();
    topics.sendAll(written);
    List<DeadLetter> letters = new ArrayList<>();
    for (ProducerRecord<byte[], byte[]> sent : written) {
      ConsumerRecord<byte[], byte[]> read =
          new ConsumerRecord<>(dead, 0, 0, sent.key(), sent.value());
      sent.headers().forEach(read.headers()::add);
      letters.add(DeadLetter.read(read));
    }
    database.insert(letters.stream().map(DeadLetter::row).toList());
    return letters;
  }

  /** Whole records "poison 0" and so on, over all partitions in turn. */
  public List<DeadLetter> rejectMany(int count) throws Exception {
    return reject(
        IntStream.range(0, count)
            .mapToObj(i -> rejected(i % partitions, i / partitions, -1, "poison " + i))
            .toList());
  }

  static List<String> texts(int count, int partition) {
    return IntStream.range(0, count)
        .filter(i -> i % 2 == partition)
        .mapToObj(i -> "poison " + i)
        .toList();
  }

  Redrive open() throws IOException {
    return Redrive.open(kafkaOptions(), deadLetterOptions(), database.keeper());
  }

  RedriveReport run() throws IOException {
    return run(Long.MAX_VALUE);
  }

  RedriveReport run(long limit) throws IOException {
    try (Redrive redrive = open()) {
      return redrive.run(REASON, limit, report -> {});
    }
  }

  RedriveReport trial() throws IOException {
    return new RedriveTrial(kafkaOptions(), deadLetterOptions(), database.keeper())
        .run(REASON, Long.MAX_VALUE);
  }

  /** All that a reader of committed records finds in the source topic. */
  public List<ConsumerRecord<byte[], byte[]>> committed() throws IOException {
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    var clients = kafkaOptions().clients().resolved();
    try (KafkaTopics admin = new KafkaTopics(clients);
        PartitionScan scan = new PartitionScan(clients)) {
      Map<TopicPartition, OffsetRange> all =
          admin.ranges(
              IntStream.range(0, partitions).mapToObj(p -> new TopicPartition(topic, p)).toList());
      scan.read(
          all,
          record -> {
            records.add(record);
            return true;
          });
    }
    return records;
  }

  List<ConsumerRecord<byte[], byte[]>> redriven() throws IOException {
    return committed().stream()
        .filter(record -> record.headers().lastHeader("runmark.origin") != null)
        .toList();
  }

  List<String> values(int partition) throws IOException {
    return committed().stream()
        .filter(record -> record.partition() == partition)
        .map(record -> new String(record.value(), UTF_8))
        .toList();
  }
}
