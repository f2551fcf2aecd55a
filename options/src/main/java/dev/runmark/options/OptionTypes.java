package dev.runmark.options;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How the text of an option becomes a value. Each function throws IllegalArgumentException saying
 * what was wanted.
 */
public final class OptionTypes {

  private static final Pattern QUANTITY = Pattern.compile("(\\d{1,19}) ?([A-Za-z]+)");
  private static final Pattern TOPIC = Pattern.compile("[A-Za-z0-9._-]{1,249}");
  private static final Map<String, Long> BYTES =
      Map.of("B", 1L, "KiB", 1L << 10, "MiB", 1L << 20, "GiB", 1L << 30);
  private static final Map<String, Duration> TIMES =
      Map.of(
          "ms", Duration.ofMillis(1),
          "s", Duration.ofSeconds(1),
          "min", Duration.ofMinutes(1),
          "h", Duration.ofHours(1),
          "d", Duration.ofDays(1));

  private OptionTypes() {}

  public static boolean flag(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException("wanted true or false");
    };
  }

  public static Function<String, Integer> wholeNumber(int least, int most) {
    return text -> {
      try {
        int number = Integer.parseInt(text);
        if (number >= least && number <= most) {
          return number;
        }
      } catch (NumberFormatException e) {
        // Told below, with the range.
      }
      throw new IllegalArgumentException("wanted a whole number from " + least + " to " + most);
    };
  }

  /** Of bytes, whatever type the caller has for them. */
  public static <S> Function<String, S> sizeBetween(
      String least, String most, LongFunction<S> type) {
    return text -> {
      long size = bytes(text);
      if (size < bytes(least) || size > bytes(most)) {
        throw new IllegalArgumentException("wanted from " + least + " to " + most);
      }
      return type.apply(size);
    };
  }

  public static Function<String, Duration> duration(Duration least, Duration most) {
    return text -> {
      Duration duration = duration(text);
      if (duration.compareTo(least) < 0 || duration.compareTo(most) > 0) {
        throw new IllegalArgumentException("wanted from " + least + " to " + most);
      }
      return duration;
    };
  }

  public static <E extends Enum<E>> Function<String, E> word(Class<E> type) {
    return text ->
        Arrays.stream(type.getEnumConstants())
            .filter(constant -> word(constant).equals(text))
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "wanted "
                            + Arrays.stream(type.getEnumConstants())
                                .map(OptionTypes::word)
                                .collect(Collectors.joining(" or "))));
  }

  public static String topic(String text) {
    if (!TOPIC.matcher(text).matches() || text.equals(".") || text.equals("..")) {
      throw new IllegalArgumentException(
          "wanted a topic: letters, digits, '.', '_', '-', at most 249");
    }
    return text;
  }

  public static Instant instant(String text) {
    try {
      Instant time = OffsetDateTime.parse(text).toInstant();
      if (!time.isBefore(Instant.EPOCH)) {
        return time;
      }
    } catch (DateTimeException e) {
      // Told below.
    }
    throw new IllegalArgumentException(
        "wanted a time with its zone, such as 2026-11-20T10:00:00Z, 1970 or later");
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static long bytes(String text) {
    Matcher matcher = QUANTITY.matcher(text);
    Long unit = matcher.matches() ? BYTES.get(matcher.group(2)) : null;
    if (unit == null) {
      throw new IllegalArgumentException("wanted a size with B, KiB, MiB or GiB, such as 64 KiB");
    }
    try {
      return Math.multiplyExact(Long.parseLong(matcher.group(1)), unit);
    } catch (ArithmeticException | NumberFormatException e) {
      throw new IllegalArgumentException("the size is beyond all bounds", e);
    }
  }

  private static Duration duration(String text) {
    try {
      Matcher matcher = QUANTITY.matcher(text);
      Duration unit = matcher.matches() ? TIMES.get(matcher.group(2)) : null;
      return unit == null
          ? Duration.parse(text)
          : unit.multipliedBy(Long.parseLong(matcher.group(1)));
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          "wanted a duration with ms, s, min, h or d, such as 10 s, or as in PT10S", e);
    } catch (ArithmeticException | NumberFormatException e) {
      throw new IllegalArgumentException("the duration is beyond all bounds", e);
    }
  }
}
