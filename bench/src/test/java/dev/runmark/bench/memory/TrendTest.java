package dev.runmark.bench.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TrendTest {

  @Test
  void theLineIsTheOneOfLeastSquares() {
    // By hand: means 1.5 and 3, sums 5 and 7, so slope 1.4; residuals -0.9, 0.7, 1.3, -1.1, whose
    // squares sum to 4.2, so standard error sqrt(4.2 / 2 / 5).
    Trend trend = Trend.of(points(0, 3, 5, 4));

    assertThat(trend.slope()).isEqualTo(1.4, within(1e-9));
    assertThat(trend.standardError()).isEqualTo(Math.sqrt(4.2 / 2 / 5), within(1e-9));
  }

  @Test
  void aLeakIsToldFromNoiseAndNoiseAloneIsNoLeak() {
    assertThat(Trend.of(noisy(0.5)).distinguishable()).isTrue();
    assertThat(Trend.of(noisy(0)).distinguishable()).isFalse();
  }

  @Test
  void twoPointsAreNoTrend() {
    assertThatThrownBy(() -> Trend.of(points(1, 2))).hasMessageContaining("wanted at least 3");
  }

  private static List<Trend.Point> noisy(double slope) {
    Random random = new Random(7);
    return IntStream.range(0, 30)
        .mapToObj(i -> new Trend.Point(i, 80 + slope * i + random.nextGaussian()))
        .toList();
  }

  private static List<Trend.Point> points(double... values) {
    return IntStream.range(0, values.length).mapToObj(i -> new Trend.Point(i, values[i])).toList();
  }
}
