package dev.runmark.quickstart.check;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads topics from the first offset that Kafka has to the end of what is committed now; what is
 * sent meanwhile is left out. Joins no group and commits nothing.
 */
final class TopicReader implements AutoCloseable {

  private static final Duration WAIT = Duration.ofMillis(200);
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Progress progress;
  private final Map<TopicPartition, Long> begins = new HashMap<>();
  private final Map<TopicPartition, Long> ends = new HashMap<>();

  /** Receives the records. */
  interface Records {
    void next(ConsumerRecord<byte[], byte[]> record) throws IOException;
  }

  TopicReader(CheckTarget.Kafka kafka, Progress progress) {
    this.progress = progress;
    Map<String, Object> settings = new HashMap<>(kafka.properties());
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    settings.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 16 << 20);
    settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 100);
    this.consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /** Reads all partitions of the topics; their offsets are known afterwards. */
  void read(List<String> topics, String stage, Records records) throws IOException {
    try {
      List<TopicPartition> partitions = new ArrayList<>();
      for (String topic : topics) {
        for (PartitionInfo info : partitions(topic)) {
          partitions.add(new TopicPartition(topic, info.partition()));
        }
      }
      consumer.assign(partitions);
      begins.putAll(consumer.beginningOffsets(partitions));
      ends.putAll(consumer.endOffsets(partitions));
      begins.forEach(consumer::seek);
      read(stage, records);
    } catch (KafkaException e) {
      throw new IOException("reading " + String.join(", ", topics) + ": " + e.getMessage(), e);
    }
  }

  private List<PartitionInfo> partitions(String topic) throws IOException {
    List<PartitionInfo> partitions = consumer.partitionsFor(topic);
    if (partitions == null || partitions.isEmpty()) {
      throw new IOException("topic " + topic + ": there is none of that name");
    }
    return partitions;
  }

  private void read(String stage, Records records) throws IOException {
    long all = ends.values().stream().mapToLong(end -> end).sum();
    long before = begins.values().stream().mapToLong(begin -> begin).sum();
    long moved = System.nanoTime();
    long last = -1;
    long left = left();
    while (left > 0) {
      progress.at(stage, all - before - left, all - before);
      if (left != last) {
        moved = System.nanoTime();
        last = left;
      } else if (System.nanoTime() - moved > PATIENCE.toNanos()) {
        throw new IOException(
            stage + ": nothing came for " + PATIENCE.toSeconds() + " s, " + left + " offsets left");
      }
      try {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(WAIT)) {
          if (record.offset() < end(record)) {
            records.next(record);
          }
        }
      } catch (OffsetOutOfRangeException e) {
        goOnBehindRetention(e.offsetOutOfRangePartitions().keySet());
      }
      left = left();
    }
  }

  private long end(ConsumerRecord<byte[], byte[]> record) {
    return ends.getOrDefault(new TopicPartition(record.topic(), record.partition()), 0L);
  }

  /** Retention goes on while this reads: what it has taken is not known any more. */
  private void goOnBehindRetention(Set<TopicPartition> partitions) {
    consumer
        .beginningOffsets(partitions)
        .forEach(
            (partition, begin) -> {
              begins.put(partition, begin);
              consumer.seek(partition, begin);
            });
  }

  /** Positions move past control records and what was aborted, too. */
  private long left() {
    long left = 0;
    for (Map.Entry<TopicPartition, Long> end : ends.entrySet()) {
      left += Math.max(0, end.getValue() - consumer.position(end.getKey()));
    }
    return left;
  }

  /** The first offset of each partition that was read. */
  Map<TopicPartition, Long> begins() {
    return begins;
  }

  /** The offset behind the last one that was read of each. */
  Map<TopicPartition, Long> ends() {
    return ends;
  }

  @Override
  public void close() {
    consumer.close();
  }
}
