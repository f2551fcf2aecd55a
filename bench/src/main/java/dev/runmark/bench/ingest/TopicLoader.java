package dev.runmark.bench.ingest;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Fills topics with creates of distinct runs, keyed by their traces, eight runs a trace, ids of
 * UUID version 7.
 */
final class TopicLoader {

  private static final int TEMPLATES = 256;
  private static final int RUNS_A_TRACE = 8;
  private static final long VERSION = 0x7000L;
  private static final long VARIANT = 0x8000_0000_0000_0000L;

  private final String bootstrapServers;
  private final Random random = new Random(1);
  private final AtomicReference<Exception> failure = new AtomicReference<>();

  TopicLoader(String bootstrapServers) {
    this.bootstrapServers = bootstrapServers;
  }

  void create(String topic, int partitions) throws IOException {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
      admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1))).all().get();
    } catch (ExecutionException e) {
      throw new IOException("creating topic " + topic + ": " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("creating topic " + topic + ": interrupted");
    }
  }

  void delete(String topic) throws IOException {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
      admin.deleteTopics(List.of(topic)).all().get();
    } catch (ExecutionException e) {
      throw new IOException("deleting topic " + topic + ": " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("deleting topic " + topic + ": interrupted");
    }
  }

  /**
   * Fills a topic that exists and is empty.
   *
   * @param size about how many bytes a record shall have
   * @param total about how many bytes they shall have together
   */
  LoadedTopic load(String topic, int size, long total) throws IOException {
    List<RunTemplate> templates = RunTemplate.ofSize(size, TEMPLATES);
    Instant base = Instant.now();
    UUID trace = new UUID(0, 0);
    long records = 0;
    long bytes = 0;
    try (KafkaProducer<byte[], byte[]> producer = producer()) {
      while (bytes < total && failure.get() == null) {
        Instant start = base.plusMillis(records);
        if (records % RUNS_A_TRACE == 0) {
          trace = uuid(start);
        }
        byte[] run = templates.get((int) (records % TEMPLATES)).fill(uuid(start), trace, start);
        byte[] key = trace.toString().getBytes(US_ASCII);
        producer.send(new ProducerRecord<>(topic, key, run), (sent, e) -> keep(e));
        records++;
        bytes += run.length;
      }
    }
    if (failure.get() != null) {
      throw new IOException("filling topic " + topic + ": " + failure.get(), failure.get());
    }
    return new LoadedTopic(topic, records, bytes);
  }

  private void keep(@Nullable Exception e) {
    if (e != null) {
      failure.compareAndSet(null, e);
    }
  }

  private KafkaProducer<byte[], byte[]> producer() {
    return new KafkaProducer<>(
        Map.of(
            "bootstrap.servers", bootstrapServers,
            "linger.ms", "20",
            "batch.size", "262144",
            "buffer.memory", "67108864"),
        new ByteArraySerializer(),
        new ByteArraySerializer());
  }

  private UUID uuid(Instant time) {
    long high = time.toEpochMilli() << 16 | VERSION | random.nextInt(1 << 12);
    return new UUID(high, random.nextLong() >>> 2 | VARIANT);
  }
}
