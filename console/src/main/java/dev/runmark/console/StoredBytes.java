package dev.runmark.console;

import java.util.Locale;

/** Numbers for people. */
public final class StoredBytes {

  private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB", "PiB"};
  private static final int STEP = 1024;

  private StoredBytes() {}

  /** In the largest unit of which there is one, with one decimal. */
  public static String of(double bytes) {
    double value = bytes;
    int unit = 0;
    while (value >= STEP && unit < UNITS.length - 1) {
      value /= STEP;
      unit++;
    }
    return String.format(Locale.ROOT, unit == 0 ? "%.0f %s" : "%.1f %s", value, UNITS[unit]);
  }

  /** With a separator for each thousand. */
  public static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** The same with what is counted: 1 part, 2 parts. */
  public static String count(long number, String thing) {
    return count(number) + " " + thing + (number == 1 ? "" : "s");
  }
}
