package dev.runmark.bench.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class VisibilityLagTest {

  private final VisibilityLag lag = new VisibilityLag();

  @Test
  void isTheLongestThatARecordWasReadAndNotVisible() {
    lag.read(100, seconds(0));
    lag.read(250, seconds(1));
    lag.read(250, seconds(2));
    lag.visible(0, seconds(3));
    assertThat(lag.longest()).isEqualTo(Duration.ofSeconds(3));

    lag.visible(100, seconds(4));
    assertThat(lag.longest()).as("100 waited until now").isEqualTo(Duration.ofSeconds(4));

    lag.visible(249, seconds(6));
    assertThat(lag.longest()).as("one of 250 waits since 1").isEqualTo(Duration.ofSeconds(5));

    lag.visible(250, seconds(7));
    assertThat(lag.longest()).isEqualTo(Duration.ofSeconds(6));

    lag.visible(250, seconds(60));
    assertThat(lag.longest()).as("nothing waits").isEqualTo(Duration.ofSeconds(6));
  }

  @Test
  void whatIsVisibleWhenFirstAskedMayHaveWaitedUntilThen() {
    lag.read(100, seconds(0));
    lag.visible(100, seconds(9));

    assertThat(lag.longest()).isEqualTo(Duration.ofSeconds(9));
  }

  private static long seconds(long since) {
    return Duration.ofSeconds(since).toNanos();
  }
}
