package dev.runmark.bench.memory;

import java.util.List;
import org.apache.commons.math3.stat.regression.SimpleRegression;

/**
 * A line through a series by least squares.
 *
 * @param slope of it, a minute
 * @param standardError of the slope
 * @param significance how likely a slope as far from zero is by chance alone
 */
public record Trend(double slope, double standardError, double significance) {

  private static final double CHANCE = 0.05;

  /** A value and when it was. */
  public record Point(double minutes, double value) {}

  static Trend of(List<Point> points) {
    if (points.size() < 3) {
      throw new IllegalArgumentException(
          "a line through " + points.size() + " points: wanted at least 3");
    }
    SimpleRegression line = new SimpleRegression();
    points.forEach(point -> line.addData(point.minutes, point.value));
    return new Trend(line.getSlope(), line.getSlopeStdErr(), line.getSignificance());
  }

  /** Whether it is too steep to be chance; one in twenty series without a slope is, too. */
  public boolean distinguishable() {
    return significance < CHANCE;
  }
}
