package dev.runmark.job.rejected;

import dev.runmark.decode.record.RejectedRecord;
import dev.runmark.job.kafka.KafkaTopics;
import dev.runmark.job.kafka.RecordSize;
import dev.runmark.job.options.DeadLetterOptions;
import dev.runmark.options.KafkaClientOptions;
import java.io.IOException;
import java.util.Properties;
import java.util.Set;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;

/**
 * Sends rejected records to the dead-letter topic, at least once: everything is acknowledged before
 * a barrier passes, and after a failure some may come again, with the same key.
 *
 * <p>Not exactly once, since a fenced or expired Kafka transaction would be dropped with a log line
 * only. Flink's Kafka writer is made where it runs, so that secrets do not travel.
 */
public final class DeadLetterSink implements Sink<RejectedRecord> {
  private static final long serialVersionUID = 1L;

  private final KafkaClientOptions clients;
  private final DeadLetterOptions options;

  public DeadLetterSink(KafkaClientOptions clients, DeadLetterOptions options) {
    this.clients = clients;
    this.options = options;
  }

  @Override
  public SinkWriter<RejectedRecord> createWriter(WriterInitContext context) throws IOException {
    int limit = limit();
    return KafkaSink.<RejectedRecord>builder()
        .setKafkaProducerConfig(producer(clients.resolved(), limit))
        .setBootstrapServers(String.join(",", clients.bootstrapServers()))
        .setDeliveryGuarantee(DeliveryGuarantee.AT_LEAST_ONCE)
        .setRecordSerializer(new DeadLetterFormat(options.topic(), limit))
        .build()
        .createWriter(context);
  }

  /**
   * Room for the largest record: one that the producer's memory cannot hold is refused however
   * often it is tried.
   *
   * @param clients how to connect, with resolved secrets
   * @param limit the largest record that the topics take, in bytes
   */
  public static Properties producer(Properties clients, int limit) {
    Properties properties = new Properties();
    properties.putAll(clients);
    properties.setProperty(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true");
    properties.setProperty(ProducerConfig.ACKS_CONFIG, "all");
    properties.setProperty(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Integer.toString(limit));
    long memory = Math.max(memory(clients), (long) limit + RecordSize.BATCH_OVERHEAD);
    properties.setProperty(ProducerConfig.BUFFER_MEMORY_CONFIG, Long.toString(memory));
    return properties;
  }

  private static long memory(Properties clients) {
    String name = ProducerConfig.BUFFER_MEMORY_CONFIG;
    Object set = clients.getOrDefault(name, ProducerConfig.configDef().defaultValues().get(name));
    return (Long) ConfigDef.parseType(name, set, ConfigDef.Type.LONG);
  }

  private int limit() throws IOException {
    try (KafkaTopics topics = new KafkaTopics(clients.resolved())) {
      return topics.recordLimits(Set.of(options.topic())).getOrDefault(options.topic(), 0);
    }
  }
}
