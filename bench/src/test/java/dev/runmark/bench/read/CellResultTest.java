package dev.runmark.bench.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runmark.bench.measure.Spread;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class CellResultTest {

  @Test
  void percentilesAreReadsThatWereMade() {
    long[] nanos = LongStream.rangeClosed(1, 200).map(n -> (201 - n) * 1000).toArray();

    assertThat(Pass.of("way", 1, nanos, 2_000_000_000L, 1))
        .isEqualTo(new Pass("way", 1, 100, 198, 100, 5000));
    assertThat(Pass.of("way", 1, new long[] {7000}, 1_000_000_000L, 0.5))
        .isEqualTo(new Pass("way", 1, 7, 7, 1, 500_000));
  }

  @Test
  void ratiosAreTakenRoundByRoundAndNotBetweenTheMedians() {
    // The machine got slower from round to round, for both.
    List<Pass> passes =
        List.of(pass("floor", 1, 1), pass("ours", 1, 2), pass("ours", 2, 4), pass("floor", 2, 8));

    List<CellResult.WayResult> ways = CellResult.ways(List.of("floor", "ours"), passes);

    assertThat(ways.get(0).p50Ratio()).isEqualTo(new Spread(1, 1, 1));
    assertThat(ways.get(1).p50Ratio()).isEqualTo(new Spread(1.25, 0.5, 2));
    assertThat(ways.get(1).p99Ratio()).isEqualTo(new Spread(1.25, 0.5, 2));
    assertThat(ways.get(1).cpuRatio()).isEqualTo(new Spread(1.25, 0.5, 2));
    assertThat(ways.get(1).p50Micros()).isEqualTo(new Spread(3, 2, 4));
  }

  @Test
  void aRoundWithoutTheFloorHasNoRatio() {
    List<Pass> passes = List.of(pass("floor", 1, 1), pass("ours", 2, 2));

    assertThatThrownBy(() -> CellResult.ways(List.of("ours"), passes))
        .hasMessage("ratio of ours in round 2: the floor was not measured");
  }

  private static Pass pass(String way, int round, double micros) {
    return new Pass(way, round, micros, 10 * micros, 1, 100 * micros);
  }
}
