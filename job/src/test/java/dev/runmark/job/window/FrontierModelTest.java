package dev.runmark.job.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * No position is ever above an event that is not committed, whatever the order of windows, parts,
 * barriers, commits, crashes and restores. {@code -Drunmark.seed=N} replays one schedule. The rule
 * itself is that of the index in memory; another test compares it with the one in PostgreSQL.
 */
class FrontierModelTest {

  private static final int SCHEDULES = 1_000;

  @Test
  void noPositionIsAboveAnEventThatIsNotCommitted() {
    int restores = 0;
    for (long seed : seeds()) {
      try {
        FrontierModel model = new FrontierModel(seed, Plant.NOTHING);
        model.play();
        restores += model.restores();
      } catch (Exception | AssertionError e) {
        throw new AssertionError("replay with -Drunmark.seed=" + seed + ": " + e, e);
      }
    }
    assertThat(restores).isPositive();
  }

  /** What would be the use of a model that sees nothing? */
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NOTHING")
  void aPlantIsSeen(Plant plant) {
    assertThatThrownBy(
            () -> {
              for (long seed : seeds()) {
                new FrontierModel(seed, plant).play();
              }
            })
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("position of partition");
  }

  private static List<Long> seeds() {
    Long only = Long.getLong("runmark.seed");
    if (only != null) {
      return List.of(only);
    }
    long base = System.nanoTime();
    List<Long> seeds = new ArrayList<>();
    for (int i = 0; i < SCHEDULES; i++) {
      seeds.add(base + i);
    }
    return seeds;
  }
}
