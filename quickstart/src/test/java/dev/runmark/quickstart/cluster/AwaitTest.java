package dev.runmark.quickstart.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class AwaitTest {

  @Test
  void aConditionThatThrowsDoesNotHoldYet() throws Exception {
    AtomicInteger calls = new AtomicInteger();

    Await.until(
        "third call",
        Duration.ofMinutes(1),
        () -> {
          if (calls.incrementAndGet() < 3) {
            throw new IOException("refused");
          }
          return true;
        });

    assertThat(calls).hasValue(3);
  }

  @Test
  void theErrorNamesConditionEvidenceAndTheLastFailure() {
    assertThatThrownBy(
            () ->
                Await.until(
                    "moon at full",
                    Duration.ZERO,
                    () -> {
                      throw new IOException("cloudy");
                    },
                    () -> "the log"))
        .hasMessageContaining("moon at full")
        .hasMessageContaining("the log")
        .hasRootCauseMessage("cloudy");
  }
}
