package dev.runmark.quickstart.stage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runmark.embedded.kafka.KafkaServer;
import dev.runmark.quickstart.generate.LoadOptions;
import dev.runmark.quickstart.generate.UncommittedLoad;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The end of a topic as a reader of what is committed has it. */
class ConsumedOffsetsIT {

  private static final String TOPIC = "runs";
  private static final String GROUP = "job";
  private static final Duration LONG = Duration.ofMinutes(5);

  @TempDir Path directory;
  private KafkaServer kafka;
  private ConsumedOffsets consumed;
  private long end;

  @BeforeEach
  void start() throws Exception {
    kafka = KafkaServer.start(directory.resolve("kafka"), 0);
    kafka.createTopic(TOPIC, 1, Map.of());
    consumed = new ConsumedOffsets(kafka.bootstrapServers(), TOPIC, GROUP);
  }

  @AfterEach
  void stop() throws Exception {
    kafka.close();
  }

  private UncommittedLoad send() {
    UncommittedLoad load =
        UncommittedLoad.send(
            LoadOptions.of(kafka.bootstrapServers(), TOPIC, 20).withSizes(1000, 2000), LONG);
    end += load.records();
    return load;
  }

  /** The job commits the place behind the last record that it has read. */
  private void read(long next) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
      admin
          .alterConsumerGroupOffsets(
              GROUP, Map.of(new TopicPartition(TOPIC, 0), new OffsetAndMetadata(next)))
          .all()
          .get();
    }
  }

  @Test
  void whatIsNotCommittedIsNotWaitedFor() throws Exception {
    assertThat(consumed.reachedTheEnd()).isTrue();
    try (UncommittedLoad load = send()) {
      load.commit();
    }
    assertThat(consumed.reachedTheEnd()).isFalse();
    read(end - 1);
    assertThat(consumed.reachedTheEnd()).isFalse();
    read(end);
    assertThat(consumed.reachedTheEnd()).as("only the mark of a commit follows").isTrue();
    assertThat(consumed.heldBack()).isFalse();

    try (UncommittedLoad load = send()) {
      assertThat(load.records()).isPositive();
      assertThat(consumed.heldBack()).isTrue();
      assertThat(consumed.reachedTheEnd()).as("it may still be committed").isFalse();
      load.abort();
    }
    assertThat(consumed.heldBack()).isFalse();
    assertThat(consumed.reachedTheEnd()).isTrue();
  }
}
