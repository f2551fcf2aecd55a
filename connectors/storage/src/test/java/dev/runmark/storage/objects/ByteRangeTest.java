package dev.runmark.storage.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ByteRangeTest {

  private static final Pattern HEADER = Pattern.compile("bytes=(\\d+)-(\\d+)");

  /** As a server reads it: both ends inclusive (RFC 9110, section 14.1.2). */
  @Test
  void whatAServerReadsInTheHeaderAreItsBytesAndNoMore() {
    long seed = Long.getLong("runmark.seed", System.nanoTime());
    Random random = new Random(seed);
    for (int round = 0; round < 10_000; round++) {
      long start = random.nextLong() >>> 1 + random.nextInt(63);
      long length = Math.max(1, random.nextLong() >>> 1 + random.nextInt(63));
      if (start > Long.MAX_VALUE - length) {
        assertThatThrownBy(() -> ByteRange.ofLength(start, length))
            .as("seed %d", seed)
            .isInstanceOf(IllegalArgumentException.class);
        continue;
      }
      ByteRange range = ByteRange.ofLength(start, length);
      Matcher header = HEADER.matcher(range.toHeader());

      assertThat(header.matches()).as("seed %d: %s", seed, range.toHeader()).isTrue();
      assertThat(Long.parseLong(header.group(1))).as("seed %d", seed).isEqualTo(start);
      assertThat(Long.parseLong(header.group(2)) - start + 1).as("seed %d", seed).isEqualTo(length);
      assertThat(range.length()).as("seed %d", seed).isEqualTo(length);
      assertThat(new ByteRange(range.start(), range.end())).isEqualTo(range);
    }
  }

  /** Ranges that follow each other leave nothing between them and share nothing. */
  @Test
  void rangesOfConsecutiveLengthsTileTheWhole() {
    long seed = Long.getLong("runmark.seed", System.nanoTime());
    Random random = new Random(seed);
    for (int round = 0; round < 1_000; round++) {
      long next = random.nextInt(3) == 0 ? random.nextLong() >>> 2 : 0;
      for (int i = 0; i < 20; i++) {
        ByteRange range = ByteRange.ofLength(next, 1 + random.nextInt(100_000));
        assertThat(range.start()).as("seed %d", seed).isEqualTo(next);
        assertThat(range.toHeader()).as("seed %d", seed).startsWith("bytes=" + next + "-");
        next = range.end();
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "-1, 1",
    "0, 0",
    "5, 5",
    "5, 4",
    "0, -1",
    "9223372036854775807, -9223372036854775808"
  })
  void whatIsNoRangeIsRefusedWithItsEnds(long start, long end) {
    assertThatThrownBy(() -> new ByteRange(start, end))
        .hasMessage("byte range [" + start + ", " + end + "): wanted 0 <= start < end");
  }
}
