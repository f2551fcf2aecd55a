package dev.runmark.bench.list;

import dev.runmark.bench.measure.Spread;
import java.util.List;

/**
 * One list from its first page to its last.
 *
 * @param runs that came
 * @param bytes of their documents, if they came with them
 * @param millis of each page
 * @param liveMegabytes of the heap that were in use, in 10⁶ bytes, looked at again and again
 */
public record WholeList(int runs, long bytes, List<Double> millis, List<Double> liveMegabytes) {

  /** The least number of pages at an end of the list whose median stands for it. */
  private static final int LEAST = 5;

  public WholeList {
    millis = List.copyOf(millis);
    liveMegabytes = List.copyOf(liveMegabytes);
  }

  /** The median page of the first twentieth, or of the first five. */
  public double firstMillis() {
    return median(0, end());
  }

  /** The median page of as many in the middle. */
  public double middleMillis() {
    int from = (millis.size() - end()) / 2;
    return median(from, from + end());
  }

  /** The median page of as many at the end, the very last one apart: it is seldom full. */
  public double lastMillis() {
    int to = Math.max(end(), millis.size() - 1);
    return median(to - end(), to);
  }

  public double lastToFirst() {
    return lastMillis() / firstMillis();
  }

  public double mostLiveMegabytes() {
    return liveMegabytes.stream().mapToDouble(Double::doubleValue).max().orElse(0);
  }

  /** Never so many that the two ends meet. */
  private int end() {
    int pages = millis.size();
    return Math.max(1, Math.min(pages / 3, Math.max(LEAST, pages / 20)));
  }

  private double median(int from, int to) {
    return Spread.of(millis.subList(from, to).stream().mapToDouble(Double::doubleValue).toArray())
        .median();
  }
}
