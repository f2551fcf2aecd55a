package dev.runmark.console;

import java.time.DateTimeException;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A length of time on the command line. */
public final class Length implements ITypeConverter<Duration> {

  private static final Pattern LENGTH = Pattern.compile("(\\d{1,6}) ?(ms|s|min|h|d)");
  private static final Map<String, Duration> UNITS =
      Map.of(
          "ms", Duration.ofMillis(1),
          "s", Duration.ofSeconds(1),
          "min", Duration.ofMinutes(1),
          "h", Duration.ofHours(1),
          "d", Duration.ofDays(1));

  @Override
  public Duration convert(String text) {
    Matcher length = LENGTH.matcher(text);
    Duration unit = length.matches() ? UNITS.get(length.group(2)) : null;
    if (unit != null) {
      return unit.multipliedBy(Long.parseLong(length.group(1)));
    }
    try {
      Duration duration = Duration.parse(text);
      if (!duration.isNegative() && duration.compareTo(Duration.ofDays(999_999)) < 0) {
        return duration;
      }
    } catch (DateTimeException e) {
      // Told below.
    }
    throw new TypeConversionException(
        "'" + text + "' is no length of time; wanted 200ms, 90s, 15min, 2h, 7d or as in PT10S");
  }
}
