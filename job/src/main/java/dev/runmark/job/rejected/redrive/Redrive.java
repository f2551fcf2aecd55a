package dev.runmark.job.rejected.redrive;

import dev.runmark.decode.record.Origin;
import dev.runmark.job.kafka.OffsetRange;
import dev.runmark.job.kafka.PartitionScan;
import dev.runmark.job.kafka.RecordSize;
import dev.runmark.job.options.DeadLetterOptions;
import dev.runmark.job.options.KafkaOptions;
import dev.runmark.job.rejected.DeadLetter;
import dev.runmark.storage.index.PostgresOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Sends dead letters again, each once, wherever it is broken off.
 *
 * <p>In batches of three steps: their rows are claimed, with the ends that their partitions have
 * now; they are sent, in one Kafka transaction; the rows say where to. Broken off between any two
 * of them, or in one, a batch stays claimed. The next redrive first ends whatever the broken one
 * still has under way ({@link RedriveProducer}) and then looks for it behind those ends ({@link
 * ClaimSettlement}): found, it was sent; else the claim is given up, and it is sent now.
 */
public final class Redrive implements AutoCloseable {

  private static final int LETTERS_IN_A_BATCH = 500;
  private static final int BYTES_IN_A_BATCH = 8 << 20;

  private static final Comparator<DeadLetter> AS_THEY_CAME =
      Comparator.comparing(
          DeadLetter::key,
          Comparator.comparing(Origin::topicId)
              .thenComparing(Origin::partition)
              .thenComparing(Origin::offset)
              .thenComparing(Origin::index));

  private final UUID id = UUID.randomUUID();
  private final DeadLetterTopic letters;
  private final RejectedTable table;
  private final SourceTopics topics;
  private final RedriveProducer producer;
  private final KafkaOptions kafka;
  private final List<DeadLetter> batch = new ArrayList<>();
  private int batchBytes;

  private Redrive(KafkaOptions kafka, DeadLetterOptions deadLetters, RejectedTable table)
      throws IOException {
    this.kafka = kafka;
    this.table = table;
    letters = new DeadLetterTopic(kafka.clients(), deadLetters.topic());
    topics = SourceTopics.open(kafka);
    try {
      producer =
          RedriveProducer.open(
              kafka.clients().resolved(),
              "runmark-redrive-" + deadLetters.topic(),
              Math.max(1 << 20, topics.recordLimit()));
    } catch (IOException | RuntimeException e) {
      topics.close();
      throw e;
    }
  }

  /**
   * Takes the lock, then ends whatever an earlier redrive has under way.
   *
   * @throws IOException when another redrive runs, or something cannot be reached
   */
  public static Redrive open(
      KafkaOptions kafka, DeadLetterOptions deadLetters, PostgresOptions index) throws IOException {
    RejectedTable table = RejectedTable.lock(index);
    try {
      return new Redrive(kafka, deadLetters, table);
    } catch (IOException | RuntimeException e) {
      table.close();
      throw e;
    }
  }

  /**
   * Settles what earlier redrives have left, whatever its reason, and sends all dead letters of one
   * reason that can be sent and were not.
   *
   * @param limit how many at most
   * @param progress told after each batch
   */
  public RedriveReport run(String reason, long limit, Consumer<RedriveReport> progress)
      throws IOException {
    RedriveReport report = new RedriveReport();
    settle(report);
    letters.read(
        reason,
        report,
        letter -> {
          if (limit - report.sent() <= batch.size()) {
            push(report, progress);
          }
          if (report.sent() >= limit) {
            report.limited();
            return false;
          }
          take(letter, report, progress);
          return true;
        });
    push(report, progress);
    if (!report.isLimited()) {
      table.waiting(
          reason,
          key -> {
            if (!letters.hasShown(key)) {
              report.missing(key);
            }
          });
    }
    return report;
  }

  void settle(RedriveReport report) throws IOException {
    try (PartitionScan scan = new PartitionScan(kafka.clients().resolved())) {
      new ClaimSettlement(table, topics, scan).settle(report);
    }
  }

  private void take(DeadLetter letter, RedriveReport report, Consumer<RedriveReport> progress)
      throws IOException {
    Refusal refusal = topics.refusal(letter);
    if (refusal != null) {
      report.refused(letter.row().topic(), refusal);
      return;
    }
    if (report.isUndecided(letter.key())) {
      return;
    }
    batch.add(letter);
    ProducerRecord<byte[], byte[]> again = letter.again();
    batchBytes += RecordSize.atMost(again.key(), again.value(), again.headers());
    if (batch.size() >= LETTERS_IN_A_BATCH || batchBytes >= BYTES_IN_A_BATCH) {
      push(report, progress);
    }
  }

  private void push(RedriveReport report, Consumer<RedriveReport> progress) throws IOException {
    if (batch.isEmpty()) {
      return;
    }
    batch.sort(AS_THEY_CAME);
    List<DeadLetter> claimed = claim(batch);
    mark(send(claimed));
    claimed.forEach(letter -> report.sent(letter.row().topic()));
    for (int i = claimed.size(); i < batch.size(); i++) {
      report.sentBefore();
    }
    batch.clear();
    batchBytes = 0;
    progress.accept(report);
  }

  /** The first step: those that nobody has claimed or sent are this redrive's. */
  List<DeadLetter> claim(List<DeadLetter> wanted) throws IOException {
    Set<TopicPartition> targets =
        wanted.stream().map(Redrive::target).collect(Collectors.toUnmodifiableSet());
    Map<TopicPartition, Long> from = new HashMap<>();
    for (Map.Entry<TopicPartition, OffsetRange> range : topics.ranges(targets).entrySet()) {
      from.put(range.getKey(), range.getValue().end());
    }
    return table.claim(id, wanted, from);
  }

  /** The second step. */
  Map<Origin, Long> send(List<DeadLetter> claimed) throws IOException {
    return claimed.isEmpty() ? Map.of() : producer.send(claimed);
  }

  /** The third step. */
  void mark(Map<Origin, Long> sent) throws IOException {
    table.sent(id, sent);
  }

  static TopicPartition target(DeadLetter letter) {
    return new TopicPartition(letter.row().topic(), letter.key().partition());
  }

  @Override
  public void close() {
    try (table;
        topics) {
      producer.close();
    }
  }
}
