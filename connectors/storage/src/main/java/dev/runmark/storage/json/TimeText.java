package dev.runmark.storage.json;

import java.time.Instant;

/**
 * Times as ASCII bytes, to the microsecond, without a String between.
 *
 * <p>Taken are ISO 8601 date-times as clients write them: {@code 2026-11-20T09:15:00}, a fraction
 * of one to nine digits (cut to six), then {@code Z}, an offset ({@code +01:00}, {@code +0100},
 * {@code +01}) or nothing, which means UTC. A space may stand for the {@code T}. The years are 1 to
 * 9999; nothing else is a time.
 */
public final class TimeText {

  /** What {@link #micros} returns for a text that is no time. */
  public static final long NOT_A_TIME = Long.MIN_VALUE;

  private static final long MICROS = 1_000_000;
  private static final int DATE_AND_TIME = 19;
  private static final int MAX_OFFSET_MINUTES = 18 * 60;
  private static final long FIRST = Instant.parse("0001-01-01T00:00:00Z").getEpochSecond();
  private static final long LAST = Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();

  private TimeText() {}

  /** Microseconds since 1970-01-01T00:00Z, or {@link #NOT_A_TIME}. */
  public static long micros(byte[] text, int start, int end) {
    if (end - start < DATE_AND_TIME || !punctuated(text, start)) {
      return NOT_A_TIME;
    }
    long seconds = seconds(text, start);
    int afterFraction = skipFraction(text, start + DATE_AND_TIME, end);
    long offset = afterFraction < 0 ? NOT_A_TIME : offsetMinutes(text, afterFraction, end);
    if (seconds == NOT_A_TIME || offset == NOT_A_TIME) {
      return NOT_A_TIME;
    }
    long utc = seconds - offset * 60;
    return inBounds(utc)
        ? utc * MICROS + fractionMicros(text, start + DATE_AND_TIME, afterFraction)
        : NOT_A_TIME;
  }

  public static long micros(Slice text) {
    return micros(text.bytes(), text.offset(), text.end());
  }

  /** Whether the time lies in the years 1 to 9999. */
  public static boolean inBounds(Instant time) {
    return inBounds(time.getEpochSecond());
  }

  private static boolean inBounds(long seconds) {
    return seconds >= FIRST && seconds <= LAST;
  }

  public static Instant instant(long micros) {
    return Instant.ofEpochSecond(
        Math.floorDiv(micros, MICROS), Math.floorMod(micros, MICROS) * 1000L);
  }

  private static boolean punctuated(byte[] text, int start) {
    byte separator = text[start + 10];
    return text[start + 4] == '-'
        && text[start + 7] == '-'
        && (separator == 'T' || separator == 't' || separator == ' ')
        && text[start + 13] == ':'
        && text[start + 16] == ':';
  }

  private static long seconds(byte[] text, int start) {
    int year = digits(text, start, 4);
    int month = digits(text, start + 5, 2);
    int day = digits(text, start + 8, 2);
    int hour = digits(text, start + 11, 2);
    int minute = digits(text, start + 14, 2);
    int second = digits(text, start + 17, 2);
    if (year < 1 || month < 1 || month > 12 || day < 1 || day > daysOf(year, month)) {
      return NOT_A_TIME;
    }
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) {
      return NOT_A_TIME;
    }
    return ((epochDay(year, month, day) * 24 + hour) * 60 + minute) * 60 + second;
  }

  private static int daysOf(int year, int month) {
    return switch (month) {
      case 2 -> year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
      case 4, 6, 9, 11 -> 30;
      default -> 31;
    };
  }

  /** Days since 1970-01-01 in the proleptic Gregorian calendar, the year beginning in March. */
  private static long epochDay(int year, int month, int day) {
    long y = month > 2 ? year : year - 1;
    int monthFromMarch = (month + 9) % 12;
    int dayOfYear = (153 * monthFromMarch + 2) / 5 + day - 1;
    long daysToYear = 365 * y + y / 4 - y / 100 + y / 400;
    long daysTo1970 = 719_468;
    return daysToYear + dayOfYear - daysTo1970;
  }

  /** Behind the fraction, if there is one; -1 when it has no or more than nine digits. */
  private static int skipFraction(byte[] text, int start, int end) {
    if (start == end || text[start] != '.') {
      return start;
    }
    int position = start + 1;
    while (position < end && text[position] >= '0' && text[position] <= '9') {
      position++;
    }
    int count = position - start - 1;
    return count < 1 || count > 9 ? -1 : position;
  }

  private static long fractionMicros(byte[] text, int start, int end) {
    long micros = 0;
    for (int i = start + 1; i <= start + 6; i++) {
      micros = micros * 10 + (i < end ? text[i] - '0' : 0);
    }
    return micros;
  }

  private static long offsetMinutes(byte[] text, int start, int end) {
    int length = end - start;
    if (length == 0 || length == 1 && (text[start] | 0x20) == 'z') {
      return 0;
    }
    if (text[start] != '+' && text[start] != '-') {
      return NOT_A_TIME;
    }
    boolean colon = length == 6 && text[start + 3] == ':';
    if (length != 3 && length != 5 && !colon) {
      return NOT_A_TIME;
    }
    int hours = digits(text, start + 1, 2);
    int minutes = length == 3 ? 0 : digits(text, end - 2, 2);
    if (hours < 0 || minutes < 0 || minutes > 59 || hours * 60 + minutes > MAX_OFFSET_MINUTES) {
      return NOT_A_TIME;
    }
    return text[start] == '-' ? -(hours * 60 + minutes) : hours * 60 + minutes;
  }

  private static int digits(byte[] text, int start, int count) {
    int value = 0;
    for (int i = start; i < start + count; i++) {
      int digit = text[i] - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      value = value * 10 + digit;
    }
    return value;
  }
}
