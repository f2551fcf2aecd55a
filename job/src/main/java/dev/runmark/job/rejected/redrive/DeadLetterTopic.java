package dev.runmark.job.rejected.redrive;

import dev.runmark.decode.record.Origin;
import dev.runmark.job.kafka.KafkaTopics;
import dev.runmark.job.kafka.PartitionScan;
import dev.runmark.job.kafka.TopicState;
import dev.runmark.job.rejected.DeadLetter;
import dev.runmark.options.KafkaClientOptions;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * The dead letters of one reason that lie in their topic now, each once: the job writes them at
 * least once. Remembers their keys, some 100 bytes each.
 */
final class DeadLetterTopic {

  private final KafkaClientOptions clients;
  private final String topic;
  private final Set<Origin> seen = new HashSet<>();

  DeadLetterTopic(KafkaClientOptions clients, String topic) {
    this.clients = clients;
    this.topic = topic;
  }

  /** Passes on what lay in the topic when this was called, until no more is wanted. */
  void read(String reason, RedriveReport report, Each each) throws IOException {
    try (KafkaTopics topics = new KafkaTopics(clients.resolved());
        PartitionScan scan = new PartitionScan(clients.resolved())) {
      TopicState state = topics.existing(List.of(topic)).get(topic);
      if (state == null) {
        throw new IOException("read dead-letter topic " + topic + ": there is none");
      }
      List<TopicPartition> partitions =
          IntStream.range(0, state.partitions())
              .mapToObj(partition -> new TopicPartition(topic, partition))
              .toList();
      scan.read(topics.ranges(partitions), record -> pass(record, reason, report, each));
    }
  }

  private boolean pass(
      ConsumerRecord<byte[], byte[]> record, String reason, RedriveReport report, Each each)
      throws IOException {
    DeadLetter letter = DeadLetter.read(record);
    if (letter == null) {
      report.unreadable();
      return true;
    }
    if (!letter.row().reason().equals(reason)) {
      return true;
    }
    if (!seen.add(letter.key())) {
      report.repeated();
      return true;
    }
    return each.more(letter);
  }

  boolean hasShown(Origin key) {
    return seen.contains(key);
  }

  /** What is done with each dead letter. */
  interface Each {

    /** Whether another one is wanted. */
    boolean more(DeadLetter letter) throws IOException;
  }
}
