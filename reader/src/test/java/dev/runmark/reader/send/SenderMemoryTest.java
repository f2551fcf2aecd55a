package dev.runmark.reader.send;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Properties;
import org.junit.jupiter.api.Test;

/** A producer holds little, but always the largest record: it would refuse that for ever. */
class SenderMemoryTest {

  @Test
  void aBodyWaitsOnDiskNotInTheProducer() {
    assertThat(buffer(16 << 20)).isEqualTo(32 << 20);
    assertThat(buffer(100 << 20)).isBetween(100L << 20, 101L << 20).isGreaterThan(100L << 20);
  }

  private static long buffer(int largest) {
    Properties properties =
        TransactionalSender.properties(new Properties(), "id", Duration.ofSeconds(30), largest);
    return (Long) properties.get("buffer.memory");
  }
}
