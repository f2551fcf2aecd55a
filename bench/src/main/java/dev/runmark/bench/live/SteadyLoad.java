package dev.runmark.bench.live;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.runmark.bench.load.RunIds;
import dev.runmark.quickstart.generate.SampleRuns;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Sends distinct runs that have ended, of about one size and eight a trace, at an even rate, from a
 * thread of its own. Where it is held up it catches up a second at most.
 */
public final class SteadyLoad {

  private static final int RUNS_A_TRACE = 8;
  private static final int SAMPLES_BYTES = 8_000_000;
  private static final int MOST_SAMPLES = 64;

  /** What a run has beside its inputs. */
  private static final int HEAD = 400;

  /** The broker's limit, with what a record has beside its value. */
  private static final int LARGEST = 1_047_000;

  private static final UUID ANY = new UUID(1, 1);

  private final String topic;
  private final double rate;
  private final List<String> samples;
  private final KafkaProducer<byte[], byte[]> producer;
  private final RunIds ids;
  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
  private final Thread thread = new Thread(this::send, "steady-load");
  private volatile boolean stopped;
  private final AtomicLong sent = new AtomicLong();

  private SteadyLoad(String bootstrapServers, String topic, int kilobytes, double rate) {
    this.topic = topic;
    this.rate = rate;
    int size = kilobytes * 1000;
    int count = Math.max(2, Math.min(MOST_SAMPLES, SAMPLES_BYTES / size));
    SampleRuns content = new SampleRuns(size);
    this.samples =
        IntStream.range(0, count)
            .mapToObj(i -> content.create(ANY, ANY, Instant.EPOCH, Math.max(1, size - HEAD)))
            .toList();
    this.ids = new RunIds(System.nanoTime());
    this.producer =
        new KafkaProducer<>(
            Map.of(
                "bootstrap.servers", bootstrapServers,
                "acks", "all",
                "linger.ms", "10",
                "batch.size", "262144",
                "max.request.size", "2097152"),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  static SteadyLoad start(String bootstrapServers, String topic, int kilobytes, double rate) {
    SteadyLoad load = new SteadyLoad(bootstrapServers, topic, kilobytes, rate);
    load.thread.setDaemon(true);
    load.thread.start();
    return load;
  }

  private void send() {
    UUID trace = ANY;
    long begun = System.nanoTime();
    try {
      while (!stopped && failure.get() == null) {
        begun = await(begun + (long) (sent.get() * 1e9 / rate), begun);
        Instant now = Instant.now();
        UUID id = ids.at(now);
        if (sent.get() % RUNS_A_TRACE == 0) {
          trace = id;
        }
        byte[] run = run(id, trace, now);
        byte[] key = trace.toString().getBytes(US_ASCII);
        producer.send(new ProducerRecord<>(topic, key, run), (at, failed) -> keep(failed));
        sent.incrementAndGet();
      }
    } catch (KafkaException | IllegalArgumentException e) {
      keep(e);
    }
  }

  /** Waits until it is due; returns the beginning, which is later now when it was much too late. */
  private static long await(long due, long begun) {
    long late = System.nanoTime() - due;
    if (late > 1_000_000_000) {
      return begun + late - 1_000_000_000;
    }
    while (late < 0) {
      LockSupport.parkNanos(-late);
      late = System.nanoTime() - due;
    }
    return begun;
  }

  private byte[] run(UUID id, UUID trace, Instant start) {
    String parent = id.equals(trace) ? "null" : "\"" + trace + "\"";
    String head =
        ("{\"id\":\"%s\",\"trace_id\":\"%s\",\"parent_run_id\":%s,\"name\":\"ChatOpenAI\","
                + "\"run_type\":\"llm\",\"session_name\":\"bench\",\"start_time\":\"%s\","
                + "\"end_time\":\"%s\",\"inputs\":")
            .formatted(id, trace, parent, start, start.plusMillis(900));
    byte[] run = (head + samples.get((int) (sent.get() % samples.size())) + "}").getBytes(UTF_8);
    if (run.length > LARGEST) {
      throw new IllegalArgumentException("run of " + run.length + " bytes: wanted " + LARGEST);
    }
    return run;
  }

  /** How many were sent by now. */
  public long sent() {
    return sent.get();
  }

  private void keep(@Nullable Exception e) {
    if (e != null) {
      failure.compareAndSet(null, e);
    }
  }

  /**
   * Ends it.
   *
   * @return how many were sent, all of which Kafka has
   */
  public long stop() throws IOException {
    stopped = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    producer.close();
    Exception failed = failure.get();
    if (failed != null) {
      throw new IOException("sending runs to " + topic + ": " + failed, failed);
    }
    return sent.get();
  }
}
