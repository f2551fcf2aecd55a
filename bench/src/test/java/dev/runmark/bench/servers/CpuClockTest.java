package dev.runmark.bench.servers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class CpuClockTest {

  @Test
  void whatWasUsedIsTheDifferenceOfEachProcess() {
    assertThat(CpuClock.between(Map.of("a", 1.5, "b", 2.0), Map.of("a", 4.0, "b", 2.0, "c", 1.0)))
        .isEqualTo(Map.of("a", 2.5, "b", 0.0, "c", 1.0));
  }

  @Test
  void thisProcessHasUsedSome() {
    CpuClock clock = new CpuClock(Map.of("me", ProcessHandle.current().pid()), -1);
    assertThat(clock.read()).containsOnlyKeys("me");
    assertThat(clock.read().get("me")).isPositive();
  }
}
