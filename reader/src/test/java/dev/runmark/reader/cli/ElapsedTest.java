package dev.runmark.reader.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runmark.storage.part.Listing;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ElapsedTest {

  @ParameterizedTest
  @CsvSource({
    "PT0S, 0 ms",
    "PT0.9999S, 999 ms",
    "PT1S, 1.00 s",
    "PT59.999S, 59.99 s",
    "PT1M5S, 1 min 05 s",
    "PT59M59.9S, 59 min 59 s",
    "PT26H3M, 26 h 03 min"
  })
  void aTimeIsToldInItsUnits(Duration time, String told) {
    assertThat(Elapsed.of(time)).isEqualTo(told);
  }

  @Test
  void whatIsNotKnownOrTheWrongWayRoundIsADash() {
    Instant one = Instant.EPOCH;
    assertThat(Elapsed.of(listing(one, one.plusMillis(5)))).isEqualTo("5 ms");
    assertThat(Elapsed.of(listing(one.plusMillis(5), one))).isEqualTo("-");
    assertThat(Elapsed.of(Listing.NONE)).isEqualTo("-");
    assertThat(Elapsed.point(null)).isEqualTo("-");
  }

  private static Listing listing(Instant start, Instant end) {
    return new Listing(null, null, null, null, null, start, end);
  }
}
