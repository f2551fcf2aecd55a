package dev.runmark.bench.ingest;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.runmark.bench.load.RunIds;
import dev.runmark.bench.load.RunTemplate;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Fills topics with distinct runs, keyed by their traces, eight runs a trace: creates, then the
 * root, which has ended. Ids are of UUID version 7.
 */
final class TopicLoader {

  private static final int TEMPLATES = 256;
  private static final int RUNS_A_TRACE = 8;

  private final String bootstrapServers;
  private final RunIds ids = new RunIds(1);
  private final AtomicReference<Exception> failure = new AtomicReference<>();

  TopicLoader(String bootstrapServers) {
    this.bootstrapServers = bootstrapServers;
  }

  /**
   * Fills a topic that exists and is empty.
   *
   * @param size about how many bytes a record shall have
   * @param total about how many bytes they shall have together
   */
  LoadedTopic load(String topic, int size, long total) throws IOException {
    List<RunTemplate> creates = RunTemplate.ofSize(size, TEMPLATES);
    List<RunTemplate> roots = RunTemplate.rootsOfSize(size, TEMPLATES);
    Instant base = Instant.now();
    UUID trace = new UUID(0, 0);
    long records = 0;
    long bytes = 0;
    try (KafkaProducer<byte[], byte[]> producer = producer()) {
      while (bytes < total && failure.get() == null) {
        Instant start = base.plusMillis(records);
        if (records % RUNS_A_TRACE == 0) {
          trace = ids.at(start);
        }
        boolean last = records % RUNS_A_TRACE == RUNS_A_TRACE - 1;
        byte[] run =
            last
                ? roots.get((int) (records / RUNS_A_TRACE % TEMPLATES)).fill(trace, trace, start)
                : creates.get((int) (records % TEMPLATES)).fill(ids.at(start), trace, start);
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
}
