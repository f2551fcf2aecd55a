package dev.runmark.job.rejected;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Properties;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeadLetterSinkTest {

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "the default suffices, , 1048576, 33554432",
    "a larger dead letter, , 67108864, 67108992",
    "the largest of all, , 2147483647, 2147483775",
    "the user's suffices, 100000000, 67108864, 100000000",
    "the user's does not, 1000000, 2000000, 2000128"
  })
  void theProducersMemoryHoldsTheLargestDeadLetter(
      String name, @Nullable String set, int limit, String expected) {
    Properties clients = new Properties();
    if (set != null) {
      clients.setProperty("buffer.memory", set);
    }

    Properties producer = DeadLetterSink.producer(clients, limit);

    assertThat(producer.getProperty("buffer.memory")).isEqualTo(expected);
    assertThat(producer.getProperty("max.request.size")).isEqualTo(Integer.toString(limit));
    assertThat(producer.getProperty("acks")).isEqualTo("all");
  }

  @Test
  void memoryThatIsNoNumberIsNamed() {
    Properties clients = new Properties();
    clients.setProperty("buffer.memory", "much");

    assertThatThrownBy(() -> DeadLetterSink.producer(clients, 1))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("buffer.memory");
  }
}
