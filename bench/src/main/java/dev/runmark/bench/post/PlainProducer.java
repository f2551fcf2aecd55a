package dev.runmark.bench.post;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The floor: the same records, cut and keyed already, by a plain producer in one transaction, to a
 * topic that nobody reads. One thread at a time.
 */
final class PlainProducer implements AutoCloseable {

  static final String TOPIC = "floor";

  private final KafkaProducer<byte[], byte[]> producer;

  PlainProducer(String bootstrapServers) {
    producer =
        new KafkaProducer<>(
            Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "transactional.id",
                "floor",
                "buffer.memory",
                "67108864"),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    producer.initTransactions();
  }

  void send(Body body) throws IOException, InterruptedException {
    producer.beginTransaction();
    List<Future<RecordMetadata>> answers = new ArrayList<>();
    for (int i = 0; i < body.runs().size(); i++) {
      byte[] key = body.traces().get(i).toString().getBytes(US_ASCII);
      answers.add(producer.send(new ProducerRecord<>(TOPIC, key, body.runs().get(i).document())));
    }
    producer.flush();
    for (Future<RecordMetadata> answer : answers) {
      try {
        answer.get();
      } catch (ExecutionException e) {
        throw new IOException("sending to " + TOPIC + ": " + e.getCause(), e);
      }
    }
    producer.commitTransaction();
  }

  @Override
  public void close() {
    producer.close();
  }
}
