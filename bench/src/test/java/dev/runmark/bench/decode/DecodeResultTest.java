package dev.runmark.bench.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runmark.bench.measure.Spread;
import java.util.List;
import org.junit.jupiter.api.Test;

class DecodeResultTest {

  @Test
  void theRatioIsTakenRoundByRoundAndNotBetweenTheMedians() {
    DecodeResult result =
        DecodeResult.of(
            1,
            10,
            1000,
            List.of(
                pass("runmark", 2, 10),
                pass("jackson", 1, 100),
                pass("runmark", 1, 400),
                pass("jackson", 2, 10),
                pass("jackson", 3, 200),
                pass("runmark", 3, 400)));
    assertThat(result.ratios()).containsOnlyKeys("runmark");
    assertThat(result.ratios().get("runmark")).isEqualTo(new Spread(2, 1, 4));
    assertThat(result.parsers())
        .extracting(DecodeResult.ParserResult::parser)
        .containsExactly("jackson", "runmark");
    assertThat(result.parsers().get(1).megabytesPerCpuSecond()).isEqualTo(new Spread(400, 10, 400));
  }

  @Test
  void aRoundWithoutTheBaselineHasNoRatio() {
    List<Pass> passes = List.of(pass("jackson", 1, 1), pass("runmark", 2, 1));
    assertThatThrownBy(() -> DecodeResult.of(1, 10, 1000, passes))
        .hasMessage("ratio of runmark in round 2: jackson did not run");
  }

  private static Pass pass(String parser, int round, double megabytesPerCpuSecond) {
    return new Pass(parser, 1, round, 1, megabytesPerCpuSecond, 7);
  }
}
