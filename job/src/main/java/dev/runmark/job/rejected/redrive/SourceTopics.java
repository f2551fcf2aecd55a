package dev.runmark.job.rejected.redrive;

import dev.runmark.decode.record.Origin;
import dev.runmark.job.kafka.KafkaTopics;
import dev.runmark.job.kafka.OffsetRange;
import dev.runmark.job.kafka.RecordSize;
import dev.runmark.job.kafka.TopicState;
import dev.runmark.job.options.KafkaOptions;
import dev.runmark.job.rejected.DeadLetter;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** The topics that the job reads, as they were when this was opened: where dead letters go back. */
final class SourceTopics implements AutoCloseable {

  private final KafkaTopics topics;
  private final List<String> read;
  private final Map<String, TopicState> existing;

  private SourceTopics(KafkaTopics topics, List<String> read) throws IOException {
    this.topics = topics;
    this.read = read;
    this.existing = topics.existing(read);
  }

  static SourceTopics open(KafkaOptions options) throws IOException {
    KafkaTopics topics = new KafkaTopics(options.clients().resolved());
    try {
      return new SourceTopics(topics, options.topics());
    } catch (IOException | RuntimeException e) {
      topics.close();
      throw e;
    }
  }

  /** The largest record that any of them takes, in bytes. */
  int recordLimit() {
    return existing.values().stream().mapToInt(TopicState::recordLimit).max().orElse(0);
  }

  /** Why this dead letter cannot go back; null when it can. */
  @Nullable Refusal refusal(DeadLetter letter) {
    if (letter.cut()) {
      return Refusal.CUT;
    }
    if (letter.stripped()) {
      return Refusal.STRIPPED;
    }
    ProducerRecord<byte[], byte[]> again = letter.again();
    if (!letter.key().ofWholeRecord() && letter.row().operation() == null) {
      return Refusal.OPERATION_UNKNOWN;
    }
    Refusal place = refusal(letter.row().topic(), letter.key());
    if (place != null) {
      return place;
    }
    int size = RecordSize.atMost(again.key(), again.value(), again.headers());
    TopicState topic = existing.get(letter.row().topic());
    return topic != null && size > topic.recordLimit() ? Refusal.TOO_LARGE : null;
  }

  /** Why a record cannot go where this one was read; null when it can. */
  @Nullable Refusal refusal(String name, Origin key) {
    if (!read.contains(name)) {
      return Refusal.TOPIC_NOT_READ;
    }
    TopicState topic = existing.get(name);
    if (topic == null) {
      return Refusal.TOPIC_GONE;
    }
    if (!topic.id().equals(key.topicId())) {
      return Refusal.TOPIC_CREATED_AGAIN;
    }
    return key.partition() >= topic.partitions() ? Refusal.PARTITION_GONE : null;
  }

  /** What can be read of partitions, up to all that brokers have taken, committed or not. */
  Map<TopicPartition, OffsetRange> ranges(Collection<TopicPartition> partitions)
      throws IOException {
    return topics.ranges(partitions);
  }

  @Override
  public void close() {
    topics.close();
  }
}
