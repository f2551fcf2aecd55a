package dev.runmark.reader.send;

import dev.runmark.decode.record.RecordHeader;
import dev.runmark.storage.index.AwaitedEvent;
import dev.runmark.storage.part.EventSpan;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * A producer that sends all events of a request in one transaction. One thread at a time.
 *
 * <p>Until the commit is asked for, every failure means that nothing was stored: readers see no
 * open transaction, and what this one cannot abort itself the brokers do at its timeout. After that
 * only the brokers know; the next producer under the same id makes them decide.
 */
final class TransactionalSender implements AutoCloseable {

  /**
   * Bytes: a request's records wait for nothing, but those that the broker is not ready for leave
   * together. Kafka's own 16 KiB are a batch a run, mostly. A topic that takes less than this makes
   * the client cut a batch that was refused.
   */
  private static final int BATCH = 128 << 10;

  private final String topic;
  private final Properties properties;
  private @Nullable KafkaProducer<byte[], byte[]> open;

  TransactionalSender(String topic, Properties properties) {
    this.topic = topic;
    this.properties = properties;
  }

  /** What of Kafka's own options this decides, over those of all clients. */
  static Properties properties(Properties clients, String transactionalId, Duration delivery) {
    Properties properties = new Properties();
    properties.putAll(clients);
    int bound = Math.toIntExact(delivery.toMillis());
    properties.put("transactional.id", transactionalId);
    properties.put("acks", "all");
    properties.put("enable.idempotence", "true");
    properties.put("linger.ms", 0);
    properties.put("batch.size", BATCH);
    properties.put("delivery.timeout.ms", bound);
    properties.put("request.timeout.ms", bound / 2);
    properties.put("max.block.ms", bound);
    properties.put("transaction.timeout.ms", Math.min(2 * bound, 15 * 60_000));
    // What the topic takes decides; it is asked before anything is sent.
    properties.put("max.request.size", 512 << 20);
    properties.put("buffer.memory", 512L << 20);
    return properties;
  }

  /** All or nothing. */
  List<AwaitedEvent> send(Outbox outbox, List<RecordHeader> headers) throws SendException {
    KafkaProducer<byte[], byte[]> producer = ready();
    List<AwaitedEvent> sent;
    try {
      producer.beginTransaction();
      sent = sent(producer, outbox, headers);
    } catch (KafkaException | IOException | ExecutionException e) {
      abort(producer);
      Throwable cause = e instanceof ExecutionException ? e.getCause() : e;
      throw away("send to topic " + topic + ": nothing was stored: " + cause, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      abort(producer);
      throw away("send to topic " + topic + ": nothing was stored: interrupted", e);
    }
    try {
      producer.commitTransaction();
      return sent;
    } catch (KafkaException e) {
      drop(producer);
      throw new SendException(
          SendException.Kind.UNKNOWN, "commit to topic " + topic + ": all or nothing: " + e, e);
    }
  }

  private List<AwaitedEvent> sent(
      KafkaProducer<byte[], byte[]> producer, Outbox outbox, List<RecordHeader> headers)
      throws IOException, ExecutionException, InterruptedException {
    List<UUID> runs = new ArrayList<>();
    List<Future<RecordMetadata>> answers = new ArrayList<>();
    outbox.forEach(
        event -> {
          runs.add(event.run());
          answers.add(producer.send(record(event, headers)));
        });
    producer.flush();
    List<AwaitedEvent> sent = new ArrayList<>();
    for (int i = 0; i < runs.size(); i++) {
      RecordMetadata stored = answers.get(i).get();
      sent.add(
          new AwaitedEvent(
              runs.get(i), stored.partition(), EventSpan.position(stored.offset(), 0)));
    }
    return sent;
  }

  private ProducerRecord<byte[], byte[]> record(JudgedEvent event, List<RecordHeader> headers) {
    byte[] key = event.trace().toString().getBytes(StandardCharsets.US_ASCII);
    ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic, key, event.value());
    headers.forEach(header -> record.headers().add(header.name(), header.value()));
    return record;
  }

  private KafkaProducer<byte[], byte[]> ready() throws SendException {
    KafkaProducer<byte[], byte[]> producer = open;
    if (producer != null) {
      return producer;
    }
    try {
      producer =
          new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    } catch (KafkaException e) {
      throw away("open a producer for topic " + topic + ": " + e, e);
    }
    try {
      producer.initTransactions();
      open = producer;
      return producer;
    } catch (KafkaException e) {
      drop(producer);
      throw away("open a producer for topic " + topic + ": nothing was stored: " + e, e);
    }
  }

  private void abort(KafkaProducer<byte[], byte[]> producer) {
    try {
      producer.abortTransaction();
    } catch (KafkaException e) {
      drop(producer);
    }
  }

  private void drop(KafkaProducer<byte[], byte[]> producer) {
    open = null;
    producer.close(Duration.ZERO);
  }

  private static SendException away(String message, Exception cause) {
    return new SendException(SendException.Kind.AWAY, message, cause);
  }

  @Override
  public void close() {
    if (open != null) {
      drop(open);
    }
  }
}
