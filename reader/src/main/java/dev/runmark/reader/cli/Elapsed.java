package dev.runmark.reader.cli;

import dev.runmark.storage.part.Listing;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Times for people. */
final class Elapsed {

  private static final double MILLIS = 1e3;
  private static final int MINUTE = 60;
  private static final int HOUR = 3600;

  private Elapsed() {}

  /** From start to end; a dash when one of them is not known, or they are the wrong way round. */
  static String of(Listing run) {
    Instant start = run.startTime();
    Instant end = run.endTime();
    if (start == null || end == null || end.isBefore(start)) {
      return "-";
    }
    return of(Duration.between(start, end));
  }

  static String of(Duration time) {
    long seconds = time.toSeconds();
    if (seconds < 1) {
      return time.toMillis() + " ms";
    }
    if (seconds < MINUTE) {
      return String.format(Locale.ROOT, "%.2f s", Math.floor(time.toMillis() / 10.0) * 10 / MILLIS);
    }
    return seconds < HOUR
        ? String.format(Locale.ROOT, "%d min %02d s", seconds / MINUTE, seconds % MINUTE)
        : String.format(Locale.ROOT, "%,d h %02d min", seconds / HOUR, seconds % HOUR / MINUTE);
  }

  static String point(@Nullable Instant time) {
    return time == null ? "-" : time.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
