package dev.runmark.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class PointInTimeTest {

  @Test
  void aTimeHasItsZone() {
    assertThat(new PointInTime().convert("2026-11-20T10:00:00+02:00"))
        .isEqualTo(Instant.parse("2026-11-20T08:00:00Z"));
  }

  @Test
  void howLongAgoIsCountedFromNow() {
    assertThat(new PointInTime().convert("2h"))
        .isCloseTo(Instant.now().minus(2, ChronoUnit.HOURS), within(1, ChronoUnit.MINUTES));
    assertThat(new PointInTime().convert("15min"))
        .isCloseTo(Instant.now().minus(15, ChronoUnit.MINUTES), within(1, ChronoUnit.MINUTES));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "yesterday",
        "2026-11-20T10:00:00",
        "2 h",
        "-2h",
        "9999999d",
        "+999999999-01-01T00:00:00Z",
        "0001-01-01T00:00:00Z"
      })
  void anythingElseIsRefused(String text) {
    assertThatThrownBy(() -> new PointInTime().convert(text))
        .isInstanceOf(TypeConversionException.class)
        .hasMessageContaining("'" + text + "' is no time");
  }
}
