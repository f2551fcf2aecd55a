package dev.runmark.job.rejected;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runmark.embedded.kafka.KafkaServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a broker makes of a dead letter from a machine whose clock is a day ahead. */
class DeadLetterClockIT {

  private static final byte[] LETTER = {'{'};

  @Test
  void onlyATopicThatDatesItselfTakesItFromAClockADayAhead(@TempDir Path directory)
      throws Exception {
    try (KafkaServer kafka = KafkaServer.start(directory, 0);
        KafkaProducer<byte[], byte[]> producer =
            new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
      kafka.createTopic("by-sender", 1, Map.of());
      kafka.createTopic("by-broker", 1, Map.of("message.timestamp.type", "LogAppendTime"));
      long tomorrow = System.currentTimeMillis() + Duration.ofDays(1).toMillis();

      assertThatThrownBy(() -> send(producer, "by-sender", tomorrow))
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(InvalidTimestampException.class);
      RecordMetadata taken = send(producer, "by-broker", tomorrow);

      assertThat(taken.timestamp()).isLessThanOrEqualTo(System.currentTimeMillis());
    }
  }

  @Test
  void composeMakesSuchATopic() throws Exception {
    assertThat(Files.readAllLines(Path.of("../docker-compose.yml")))
        .filteredOn(line -> line.contains("--topic runs-rejected"))
        .singleElement()
        .asString()
        .contains("--config message.timestamp.type=LogAppendTime");
  }

  private static RecordMetadata send(
      KafkaProducer<byte[], byte[]> producer, String topic, long timestamp) throws Exception {
    return producer.send(new ProducerRecord<>(topic, null, timestamp, null, LETTER)).get();
  }
}
