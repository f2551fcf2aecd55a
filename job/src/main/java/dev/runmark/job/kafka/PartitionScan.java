package dev.runmark.job.kafka;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads stretches of partitions, only what is committed, from their first offset until nothing
 * before their end is left; then it has seen every record there.
 */
public final class PartitionScan implements AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final KafkaConsumer<byte[], byte[]> consumer;

  /**
   * @param clients how to connect, with resolved secrets
   */
  public PartitionScan(Properties clients) {
    Properties properties = new Properties();
    properties.putAll(clients);
    properties.setProperty(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    properties.setProperty(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    properties.setProperty(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
    // Well compressed, hundreds of the largest records would come at once.
    properties.setProperty(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "50");
    properties.remove(ConsumerConfig.GROUP_ID_CONFIG);
    consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /**
   * Passes the records on, of each partition in order, until all are passed or enough is said to
   * be.
   *
   * @throws IOException when the brokers give nothing more for two minutes, as when a transaction
   *     of somebody else is open for so long
   */
  public void read(Map<TopicPartition, OffsetRange> stretches, Each each) throws IOException {
    Map<TopicPartition, OffsetRange> left = new HashMap<>(stretches);
    left.values().removeIf(stretch -> stretch.earliest() >= stretch.end());
    consumer.assign(left.keySet());
    left.forEach((partition, stretch) -> consumer.seek(partition, stretch.earliest()));
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    try {
      while (!left.isEmpty()) {
        ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
        for (ConsumerRecord<byte[], byte[]> record : records) {
          if (isBefore(left, record) && !each.more(record)) {
            return;
          }
        }
        int before = left.size();
        left.entrySet().removeIf(e -> consumer.position(e.getKey()) >= e.getValue().end());
        if (left.size() < before) {
          // What is read to its end must not be fetched on and on.
          consumer.assign(left.keySet());
        }
        if (!records.isEmpty() || left.size() < before) {
          deadline = System.nanoTime() + PATIENCE.toNanos();
        } else if (System.nanoTime() > deadline) {
          throw new IOException("nothing more to read for " + PATIENCE + ", wanted " + left);
        }
      }
    } catch (KafkaException e) {
      throw new IOException("read partitions " + left + ": " + e, e);
    }
  }

  private static boolean isBefore(
      Map<TopicPartition, OffsetRange> left, ConsumerRecord<byte[], byte[]> record) {
    OffsetRange stretch = left.get(new TopicPartition(record.topic(), record.partition()));
    return stretch != null && record.offset() < stretch.end();
  }

  @Override
  public void close() {
    consumer.close();
  }

  /** What is done with each record. */
  public interface Each {

    /** Whether another one is wanted. */
    boolean more(ConsumerRecord<byte[], byte[]> record) throws IOException;
  }
}
