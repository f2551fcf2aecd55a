package dev.runmark.proof.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ShrinkerTest {

  private static final List<Integer> STEPS = IntStream.range(0, 200).boxed().toList();

  @Test
  void whatSufficesIsLeft() {
    List<Integer> needed = List.of(3, 17, 170);
    assertThat(new Shrinker<Integer>(s -> s.containsAll(needed), 400).shrink(STEPS))
        .isEqualTo(needed);
  }

  @Test
  void aScheduleThatFailsWithoutAnyStepIsEmpty() {
    assertThat(new Shrinker<Integer>(s -> true, 400).shrink(STEPS)).isEmpty();
  }

  @Test
  void whenTheTriesAreUsedUpWhatIsLeftStillFails() {
    List<Integer> needed = List.of(3, 17, 170);
    List<Integer> left = new Shrinker<Integer>(s -> s.containsAll(needed), 10).shrink(STEPS);
    assertThat(left).containsAll(needed).hasSizeLessThan(STEPS.size());
  }
}
