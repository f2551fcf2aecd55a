package dev.runmark.job.rejected.redrive;

import dev.runmark.decode.record.Origin;
import dev.runmark.job.rejected.DeadLetter;
import dev.runmark.job.rejected.DeadLetterSink;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Sends dead letters back, a list at a time, all of it or nothing.
 *
 * <p>In Kafka transactions under one fixed id: opening it ends, for good, whatever a producer with
 * that id had under way, also requests of a killed process that lie in a broker's queue. From then
 * on the partitions tell for certain what was sent.
 */
final class RedriveProducer implements AutoCloseable {

  private final KafkaProducer<byte[], byte[]> producer;

  private RedriveProducer(KafkaProducer<byte[], byte[]> producer) {
    this.producer = producer;
  }

  /**
   * @param clients how to connect, with resolved secrets
   * @param id the same for all redrives of one dead-letter topic
   * @param limit the largest record that is sent, in bytes
   */
  static RedriveProducer open(Properties clients, String id, int limit) throws IOException {
    Properties properties = DeadLetterSink.producer(clients, limit);
    properties.setProperty(ProducerConfig.TRANSACTIONAL_ID_CONFIG, id);
    KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    try {
      producer.initTransactions();
      return new RedriveProducer(producer);
    } catch (KafkaException e) {
      producer.close(Duration.ZERO);
      throw new IOException("open a producer with transactional id " + id + ": " + e, e);
    }
  }

  /**
   * Sends them and waits until all are there to be read.
   *
   * @return the offset of each, in the partition that its original was in
   * @throws IOException when they were not sent, or nobody knows whether they were
   */
  Map<Origin, Long> send(List<DeadLetter> letters) throws IOException {
    try {
      producer.beginTransaction();
      Map<Origin, Future<RecordMetadata>> sent = new LinkedHashMap<>();
      letters.forEach(letter -> sent.put(letter.key(), producer.send(letter.again())));
      producer.commitTransaction();
      Map<Origin, Long> offsets = new LinkedHashMap<>();
      for (Map.Entry<Origin, Future<RecordMetadata>> record : sent.entrySet()) {
        offsets.put(record.getKey(), record.getValue().get().offset());
      }
      return offsets;
    } catch (KafkaException | ExecutionException e) {
      throw new IOException("send " + letters.size() + " dead letters again: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("send " + letters.size() + " dead letters again: interrupted", e);
    }
  }

  /** An open transaction is given up. */
  @Override
  public void close() {
    producer.close(Duration.ofSeconds(10));
  }
}
