package dev.runmark.reader.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runmark.decode.record.RecordHeader;
import dev.runmark.embedded.kafka.KafkaServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.AbstractList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a transaction that something breaks off. */
class TransactionalSenderIT {

  private static final TopicPartition PARTITION = new TopicPartition("runs", 0);

  /** So long that no test sees the brokers end a transaction by themselves. */
  private static final Duration DELIVERY = Duration.ofMinutes(5);

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @TempDir private static Path directory;
  private static KafkaServer kafka;

  private TransactionalSender sender;

  @BeforeAll
  static void start() throws Exception {
    kafka = KafkaServer.start(directory.resolve("kafka"), 0);
    kafka.createTopic("runs", 1, Map.of());
  }

  @AfterAll
  static void stop() throws Exception {
    kafka.close();
  }

  @BeforeEach
  void open() {
    Properties clients = new Properties();
    clients.put("bootstrap.servers", kafka.bootstrapServers());
    sender =
        new TransactionalSender(
            "runs",
            TransactionalSender.properties(
                clients, "test-" + UUID.randomUUID(), DELIVERY, 1 << 20));
  }

  @AfterEach
  void close() {
    sender.close();
  }

  private static Outbox outbox(int events) throws IOException {
    Outbox outbox = new Outbox(new SpoolSpace(directory, 1 << 20, 1 << 20));
    for (int i = 0; i < events; i++) {
      UUID run = UUID.randomUUID();
      outbox.add(new JudgedEvent(run, run, "{}".getBytes(StandardCharsets.US_ASCII)));
    }
    return outbox;
  }

  /** Headers that fail, or do something else, when the second event is sent. */
  private static List<RecordHeader> atTheSecondEvent(Supplier<RecordHeader> then) {
    return new AbstractList<>() {
      private int asked;

      @Override
      public RecordHeader get(int index) {
        return ++asked < 2 ? new RecordHeader("h", new byte[1]) : then.get();
      }

      @Override
      public int size() {
        return 1;
      }
    };
  }

  private static long end(String isolation) {
    Properties properties = new Properties();
    properties.put("bootstrap.servers", kafka.bootstrapServers());
    properties.put("isolation.level", isolation);
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      return consumer.endOffsets(List.of(PARTITION)).get(PARTITION);
    }
  }

  /** Readers of what is committed are held up by no transaction: it was aborted, not left. */
  private static void nothingIsLeftOpen() throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (end("read_committed") < end("read_uncommitted")) {
      assertThat(System.nanoTime()).as("a transaction is open").isLessThan(deadline);
      Thread.sleep(100);
    }
  }

  @Test
  void afterAnErrorInTheMiddleTheSameSenderSendsAgain() throws Exception {
    for (Throwable failure :
        List.of(new IllegalArgumentException("test"), new OutOfMemoryError("test"))) {
      List<RecordHeader> failing =
          atTheSecondEvent(
              () -> {
                if (failure instanceof Error error) {
                  throw error;
                }
                throw (RuntimeException) failure;
              });
      try (Outbox outbox = outbox(3)) {
        assertThatThrownBy(() -> sender.send(outbox, failing)).isSameAs(failure);
      }
      nothingIsLeftOpen();
      try (Outbox outbox = outbox(2)) {
        assertThat(sender.send(outbox, List.of())).hasSize(2);
      }
    }
  }

  /** As when the server stops. */
  @Test
  void whoIsInterruptedAbortsAndStaysInterrupted() throws Exception {
    List<RecordHeader> interrupting =
        atTheSecondEvent(
            () -> {
              Thread.currentThread().interrupt();
              return new RecordHeader("h", new byte[1]);
            });
    try (Outbox outbox = outbox(3)) {
      assertThatThrownBy(() -> sender.send(outbox, interrupting))
          .isInstanceOfSatisfying(
              SendException.class, e -> assertThat(e.kind()).isEqualTo(SendException.Kind.AWAY));
    }

    assertThat(Thread.interrupted()).isTrue();
    nothingIsLeftOpen();
  }

  @Test
  void anEventWhosePlaceKafkaDoesNotTellIsNotAwaited() {
    UUID run = UUID.randomUUID();

    assertThat(TransactionalSender.awaited(run, new RecordMetadata(PARTITION, -1, 0, -1, 1, 1)))
        .isEmpty();
    assertThat(TransactionalSender.awaited(run, new RecordMetadata(PARTITION, 7, 0, -1, 1, 1)))
        .hasValueSatisfying(event -> assertThat(event.position()).isEqualTo(8 * 256));
  }
}
