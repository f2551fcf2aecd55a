package dev.runmark.storage.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeTextTest {

  @ParameterizedTest
  @CsvSource({
    "2026-11-20T09:15:00, 2026-11-20T09:15:00Z",
    "2026-11-20T09:15:00Z, 2026-11-20T09:15:00Z",
    "2026-11-20t09:15:00z, 2026-11-20T09:15:00Z",
    "2026-11-20 09:15:00, 2026-11-20T09:15:00Z",
    "2026-11-20T09:15:00.1, 2026-11-20T09:15:00.1Z",
    "2026-11-20T09:15:00.123456, 2026-11-20T09:15:00.123456Z",
    "2026-11-20T09:15:00.123456999Z, 2026-11-20T09:15:00.123456Z",
    "2026-11-20T09:15:00.5+01:00, 2026-11-20T08:15:00.5Z",
    "2026-11-20T09:15:00-0530, 2026-11-20T14:45:00Z",
    "2026-11-20T09:15:00+01, 2026-11-20T08:15:00Z",
    "2024-02-29T00:00:00, 2024-02-29T00:00:00Z",
    "2000-02-29T00:00:00, 2000-02-29T00:00:00Z",
    "0001-01-01T00:00:00Z, 0001-01-01T00:00:00Z",
    "9999-12-31T23:59:59.999999Z, 9999-12-31T23:59:59.999999Z",
    "1969-12-31T23:59:59.999999Z, 1969-12-31T23:59:59.999999Z"
  })
  void aTimeIsReadToTheMicrosecond(String text, Instant expected) {
    assertThat(TimeText.instant(parse(text))).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "infinity",
        "-infinity",
        "now",
        "2026-11-20",
        "2026-11-20T09:15",
        "2026-11-20T09:15:00.",
        "2026-11-20T09:15:00.1234567890",
        "2026-11-20T09:15:00,5",
        "2026-13-20T09:15:00",
        "2026-00-20T09:15:00",
        "2026-11-31T09:15:00",
        "2026-02-29T00:00:00",
        "1900-02-29T00:00:00",
        "2026-11-20T24:00:00",
        "2026-11-20T09:60:00",
        "2026-11-20T09:15:60",
        "2026-11-20T09:15:00+19:00",
        "2026-11-20T09:15:00+1",
        "2026-11-20T09:15:00+01:0",
        "2026-11-20T09:15:00ZZ",
        "2026-11-20T09:15:00Z ",
        "2026-11-20T09:15:00[UTC]",
        "0000-12-31T23:59:59Z",
        "0001-01-01T00:00:00+00:01",
        "9999-12-31T23:59:59-00:01",
        "+294277-01-01T00:00:00Z",
        "10000-01-01T00:00:00Z",
        "-001-01-01T00:00:00Z",
        "2026-11-20T-9:15:00"
      })
  void anythingElseIsNoTime(String text) {
    assertThat(parse(text)).isEqualTo(TimeText.NOT_A_TIME);
  }

  @Test
  void randomTimesReadAsTheJdkReadsThem() {
    long seed = Long.getLong("seed", new Random().nextLong());
    Random random = new Random(seed);
    for (int i = 0; i < 20_000; i++) {
      long second = -62_000_000_000L + (long) (random.nextDouble() * 315_000_000_000L);
      OffsetDateTime time =
          OffsetDateTime.ofInstant(
              Instant.ofEpochSecond(second, random.nextInt(1_000_000_000)),
              ZoneOffset.ofTotalSeconds(60 * (random.nextInt(1200) - 600)));
      String text = time.truncatedTo(ChronoUnit.values()[random.nextInt(4)]).toString();
      if (text.charAt(16) != ':') {
        continue; // the JDK leaves seconds of 0 out
      }
      assertThat(TimeText.instant(parse(text)))
          .as("seed %d: %s", seed, text)
          .isEqualTo(OffsetDateTime.parse(text).toInstant().truncatedTo(ChronoUnit.MICROS));
    }
  }

  private static long parse(String text) {
    byte[] bytes = ("1" + text + "1").getBytes(StandardCharsets.UTF_8);
    return TimeText.micros(bytes, 1, bytes.length - 1);
  }
}
