package dev.runmark.reader.send;

import dev.runmark.decode.record.RecordHeader;
import dev.runmark.storage.index.AwaitedEvent;
import dev.runmark.storage.part.EventSpan;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A producer that sends all events of a request in one transaction. One thread at a time.
 *
 * <p>Until the commit is asked for, every failure means that nothing was stored: readers see no
 * open transaction, and what this one cannot abort itself the brokers do at its timeout. After that
 * only the brokers know; the next producer under the same id makes them decide.
 */
final class TransactionalSender implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(TransactionalSender.class);

  /** Bytes of records that wait for the brokers, unless one alone is larger. */
  private static final long BUFFER = 32L << 20;

  /** What the client counts for a record beside itself; generous. */
  private static final long MARGIN = 64L << 10;

  /**
   * Bytes: a request's records wait for nothing, but those that the broker is not ready for leave
   * together. Kafka's own 16 KiB are a batch a run, mostly. A topic that takes less than this makes
   * the client cut a batch that was refused.
   */
  private static final int BATCH = 128 << 10;

  private final String topic;
  private final Properties properties;
  private volatile @Nullable KafkaProducer<byte[], byte[]> open;

  TransactionalSender(String topic, Properties properties) {
    this.topic = topic;
    this.properties = properties;
  }

  /**
   * What of Kafka's own options this decides, over those of all clients.
   *
   * @param largest bytes of the largest record
   */
  static Properties properties(
      Properties clients, String transactionalId, Duration delivery, int largest) {
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
    // Sending blocks when it is full: a body waits on disk, not in memory.
    properties.put("buffer.memory", Math.max(BUFFER, largest + MARGIN));
    return properties;
  }

  /**
   * All or nothing.
   *
   * @return where they are; an event of which Kafka did not say it is left out
   */
  List<AwaitedEvent> send(Outbox outbox, List<RecordHeader> headers) throws SendException {
    KafkaProducer<byte[], byte[]> producer = ready();
    List<AwaitedEvent> sent = inTransaction(producer, outbox, headers);
    commit(producer);
    return sent;
  }

  /** Whatever ends this but its last line, an error too, leaves no transaction open. */
  private List<AwaitedEvent> inTransaction(
      KafkaProducer<byte[], byte[]> producer, Outbox outbox, List<RecordHeader> headers)
      throws SendException {
    boolean whole = false;
    try {
      producer.beginTransaction();
      List<AwaitedEvent> sent = sent(producer, outbox, headers);
      whole = true;
      return sent;
    } catch (SendException e) {
      throw e;
    } catch (KafkaException | IOException | ExecutionException e) {
      Throwable cause = e instanceof ExecutionException ? e.getCause() : e;
      throw away("send to topic " + topic + ": nothing was stored: " + cause, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw away("send to topic " + topic + ": nothing was stored: interrupted", e);
    } finally {
      if (!whole) {
        abort(producer);
      }
    }
  }

  private void commit(KafkaProducer<byte[], byte[]> producer) throws SendException {
    boolean committed = false;
    try {
      producer.commitTransaction();
      committed = true;
    } catch (KafkaException e) {
      throw new SendException(
          SendException.Kind.UNKNOWN, "commit to topic " + topic + ": all or nothing: " + e, e);
    } finally {
      if (!committed) {
        drop(producer);
      }
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
      awaited(runs.get(i), answers.get(i).get()).ifPresent(sent::add);
    }
    return sent;
  }

  /**
   * Where an event is. Brokers do not say it of a record that they have already: one that was sent
   * again after its answer was lost.
   */
  static Optional<AwaitedEvent> awaited(UUID run, RecordMetadata stored) {
    return stored.hasOffset()
        ? Optional.of(
            new AwaitedEvent(run, stored.partition(), EventSpan.position(stored.offset(), 0)))
        : Optional.empty();
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

  /**
   * Also when the thread is interrupted, as it is when the server stops: readers of what is
   * committed would wait for a transaction that nobody ends. What cannot be aborted is dropped with
   * its producer; the brokers end it at its timeout.
   */
  private void abort(KafkaProducer<byte[], byte[]> producer) {
    boolean interrupted = Thread.interrupted();
    boolean aborted = false;
    try {
      producer.abortTransaction();
      aborted = true;
    } catch (KafkaException | IllegalStateException e) {
      LOG.debug("topic={}: a transaction is left to its timeout: {}", topic, e.toString());
    } finally {
      if (!aborted) {
        drop(producer);
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void drop(KafkaProducer<byte[], byte[]> producer) {
    open = null;
    // Who is interrupted cannot close one; what the send came to must be told all the same.
    boolean interrupted = Thread.interrupted();
    try {
      producer.close(Duration.ZERO);
    } catch (KafkaException e) {
      LOG.debug("topic={}: a producer did not close: {}", topic, e.toString());
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static SendException away(String message, Exception cause) {
    return new SendException(SendException.Kind.AWAY, message, cause);
  }

  @Override
  public void close() {
    KafkaProducer<byte[], byte[]> producer = open;
    if (producer != null) {
      drop(producer);
    }
  }
}
