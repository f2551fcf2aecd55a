package dev.runmark.quickstart.generate;

import dev.runmark.quickstart.check.Sha256;
import dev.runmark.quickstart.ledger.EventPlace;
import dev.runmark.quickstart.ledger.Poison;
import dev.runmark.quickstart.ledger.SentLedger;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Sends realistic runs to a topic and keeps a ledger of them.
 *
 * <p>Lifecycle: {@code start} returns at once, a thread of its own sends. {@link #await} returns
 * when all is sent, acknowledged and written down; {@link #stop} makes that soon: what was begun is
 * left as it stands, and the ledger says so. A record that Kafka does not take ends it with an
 * error, and then the ledger is not to be trusted.
 */
public final class LoadGenerator implements AutoCloseable {

  private static final Map<String, Object> PRODUCER =
      Map.of(
          ProducerConfig.ACKS_CONFIG,
          "all",
          ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
          true,
          ProducerConfig.LINGER_MS_CONFIG,
          10,
          ProducerConfig.BATCH_SIZE_CONFIG,
          256 * 1024);

  private final LoadOptions options;
  private final SentLedger ledger;
  private final ExpectedRuns expected;
  private final LoadCounters counters = new LoadCounters();
  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
  private final Thread thread = new Thread(this::run, "load");
  private volatile boolean stopped;

  private LoadGenerator(LoadOptions options, SentLedger ledger) {
    this.options = options;
    this.ledger = ledger;
    this.expected = new ExpectedRuns(ledger);
  }

  /**
   * Begins to send.
   *
   * @param ledger the directory that gets a new ledger
   */
  public static LoadGenerator start(LoadOptions options, Path ledger) throws IOException {
    LoadGenerator generator = new LoadGenerator(options, SentLedger.create(ledger));
    generator.thread.setDaemon(true);
    generator.thread.start();
    return generator;
  }

  public LoadProgress progress() {
    return counters.progress();
  }

  /** Whether it sends no more: done, stopped or failed. */
  public boolean finished() {
    return !thread.isAlive();
  }

  public void stop() {
    stopped = true;
    // It may be waiting for its pace.
    LockSupport.unpark(thread);
  }

  /**
   * Waits until all is sent and written down.
   *
   * @throws IOException when sending failed
   */
  public LoadProgress await() throws IOException {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("waiting for the load: interrupted");
    }
    Exception failed = failure.get();
    if (failed != null) {
      throw new IOException("sending runs to " + options.topic() + ": " + failed, failed);
    }
    return progress();
  }

  /** Stops and waits. */
  @Override
  public void close() throws IOException {
    stop();
    await();
  }

  private void run() {
    try (ledger) {
      send();
    } catch (IOException | KafkaException e) {
      failure.compareAndSet(null, e);
    } catch (RuntimeException e) {
      failure.compareAndSet(null, new IllegalStateException("seed " + options.seed(), e));
    }
  }

  private void send() throws IOException {
    UUID topicId = TopicIds.find(options.bootstrapServers(), options.topic());
    Traffic traffic = new Traffic(options);
    Pace pace = new Pace(() -> stopped);
    Map<String, Object> settings = new HashMap<>(PRODUCER);
    settings.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, options.bootstrapServers());
    try (Producer<byte[], byte[]> producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
      for (Traffic.Next next = traffic.next();
          next != null && !stopped && failure.get() == null;
          next = traffic.next()) {
        if (options.rate() > 0) {
          pace.await(next.after());
        }
        send(producer, next, topicId);
      }
      producer.flush();
    }
    expected.endAll();
  }

  private void send(Producer<byte[], byte[]> producer, Traffic.Next next, UUID topicId)
      throws IOException {
    Packed packed = next.packed();
    byte[] key = Packing.utf8(packed.trace().toString());
    producer.send(
        new ProducerRecord<>(options.topic(), key, packed.value()),
        (at, failed) -> acknowledged(packed, topicId, at, failed));
    int runs = expected.add(packed);
    counters.add(packed, runs);
    if (next.last()) {
      expected.end(packed.trace());
    }
  }

  private void acknowledged(
      Packed packed, UUID topicId, RecordMetadata at, @Nullable Exception failed) {
    if (failed != null) {
      failure.compareAndSet(null, failed);
      return;
    }
    try {
      writeDown(packed, new Poison.Coordinates(topicId, at.partition(), at.offset()));
    } catch (IOException e) {
      failure.compareAndSet(null, e);
    }
  }

  private void writeDown(Packed packed, Poison.Coordinates at) throws IOException {
    Map<UUID, Integer> counts = new HashMap<>();
    for (SentEvent event : packed.events()) {
      int nth = counts.merge(event.run(), 1, Integer::sum) - 1;
      ledger.add(event.run(), new EventPlace(at.partition(), at.offset(), nth, event.complete()));
    }
    Packed.Spoilt spoilt = packed.poison();
    if (spoilt != null) {
      ledger.add(
          new Poison(
              at, spoilt.index(), spoilt.kind(), spoilt.bytes().length, Sha256.of(spoilt.bytes())));
    }
  }
}
