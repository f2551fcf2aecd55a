package dev.runmark.quickstart.check.topic;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The times of runs. */
public final class Times {

  private static final Pattern TIME =
      Pattern.compile(
          "(\\d{4}-\\d\\d-\\d\\d)[Tt ](\\d\\d:\\d\\d:\\d\\d(?:\\.\\d{1,9})?)"
              + "(?:[Zz]|([+-])(\\d\\d)(?::?(\\d\\d))?)?");
  private static final Pattern MILLIS = Pattern.compile("-?\\d{1,15}|\\d{16}");
  private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant BEHIND = Instant.parse("+10000-01-01T00:00:00Z");
  private static final int MOST_MINUTES = 18 * 60;

  private Times() {}

  /** Of ISO 8601 text, to the microsecond; null when it is no time of the years 1 to 9999. */
  public static @Nullable Instant ofText(String text) {
    Matcher matcher = TIME.matcher(text);
    if (!matcher.matches()) {
      return null;
    }
    try {
      LocalDateTime local = LocalDateTime.parse(matcher.group(1) + "T" + matcher.group(2));
      int minutes = 0;
      if (matcher.group(3) != null) {
        int inHour = matcher.group(5) == null ? 0 : Integer.parseInt(matcher.group(5));
        minutes = Integer.parseInt(matcher.group(4)) * 60 + inHour;
        if (inHour > 59 || minutes > MOST_MINUTES) {
          return null;
        }
        minutes = matcher.group(3).equals("-") ? -minutes : minutes;
      }
      Instant time = local.toInstant(ZoneOffset.UTC).minusSeconds(minutes * 60L);
      return local.getYear() > 0 && inBounds(time) ? time.truncatedTo(ChronoUnit.MICROS) : null;
    } catch (DateTimeException e) {
      return null;
    }
  }

  /** Of a JSON number as written, which must be an integer of milliseconds since 1970. */
  public static @Nullable Instant ofNumber(String number) {
    if (!MILLIS.matcher(number).matches()) {
      return null;
    }
    Instant time = Instant.ofEpochMilli(Long.parseLong(number));
    return inBounds(time) ? time : null;
  }

  /** Whether it lies in the years 1 to 9999. */
  public static boolean inBounds(Instant time) {
    return !time.isBefore(FIRST) && time.isBefore(BEHIND);
  }
}
