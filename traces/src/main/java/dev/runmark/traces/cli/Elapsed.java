package dev.runmark.traces.cli;

import java.util.Locale;

/** Lengths of time and shares for people. */
final class Elapsed {

  private static final double MICRO = 1e3;
  private static final double MILLI = 1e6;
  private static final double SECOND = 1e9;
  private static final double PERCENT = 100;

  private Elapsed() {}

  static String of(long nanos) {
    if (nanos < MILLI) {
      return String.format(Locale.ROOT, "%.0f µs", nanos / MICRO);
    }
    return nanos < SECOND
        ? String.format(Locale.ROOT, "%.1f ms", nanos / MILLI)
        : String.format(Locale.ROOT, "%,.2f s", nanos / SECOND);
  }

  static String share(double share) {
    return String.format(Locale.ROOT, "%.1f %%", share * PERCENT);
  }
}
