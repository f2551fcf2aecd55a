package dev.runmark.bench.measure;

import java.util.Arrays;
import java.util.Locale;

/** The middle of several measurements and how far they lie apart. */
public record Spread(double median, double least, double most) {

  /**
   * @param values at least one; of an even number, the median is the mean of the middle two
   */
  public static Spread of(double... values) {
    if (values.length == 0) {
      throw new IllegalArgumentException("median of no values: wanted at least one");
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    double median =
        sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    return new Spread(median, sorted[0], sorted[sorted.length - 1]);
  }

  /**
   * The median and, in brackets, least and most.
   *
   * @param number how each of them is written, as {@link String#format} has it
   */
  public String text(String number) {
    return String.format(
        Locale.ROOT, number + " (" + number + "–" + number + ")", median, least, most);
  }
}
