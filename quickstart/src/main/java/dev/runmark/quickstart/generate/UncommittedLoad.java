package dev.runmark.quickstart.generate;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The generator's records in a Kafka transaction that is open: no reader may ever see them, unless
 * it is committed. There is no ledger of them.
 *
 * <p>As long as it is open nobody who reads what is committed gets past its first records.
 */
public final class UncommittedLoad implements AutoCloseable {

  private final KafkaProducer<byte[], byte[]> producer;
  private final long records;

  private UncommittedLoad(KafkaProducer<byte[], byte[]> producer, long records) {
    this.producer = producer;
    this.records = records;
  }

  /**
   * Sends all of them; the broker has them when this returns.
   *
   * @param options the rate does not count: all come at once
   * @param timeout after which the broker aborts, if nobody else has ended it
   */
  public static UncommittedLoad send(LoadOptions options, Duration timeout) {
    Map<String, Object> settings = new HashMap<>();
    settings.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, options.bootstrapServers());
    settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "uncommitted-" + UUID.randomUUID());
    settings.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, Math.toIntExact(timeout.toMillis()));
    KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    try {
      producer.initTransactions();
      producer.beginTransaction();
      Traffic traffic = new Traffic(options);
      long records = 0;
      for (Traffic.Next next = traffic.next(); next != null; next = traffic.next()) {
        byte[] key = Packing.utf8(next.packed().trace().toString());
        producer.send(new ProducerRecord<>(options.topic(), key, next.packed().value()));
        records++;
      }
      producer.flush();
      return new UncommittedLoad(producer, records);
    } catch (RuntimeException e) {
      producer.close(Duration.ZERO);
      throw e;
    }
  }

  public long records() {
    return records;
  }

  public void abort() {
    producer.abortTransaction();
  }

  /** What must not happen: so that an audit can be seen to find it. */
  public void commit() {
    producer.commitTransaction();
  }

  /**
   * Goes away like a producer whose process was killed; what is open stays so until its timeout.
   */
  @Override
  public void close() {
    producer.close(Duration.ZERO);
  }
}
