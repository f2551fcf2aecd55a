package dev.runmark.proof.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What would be the use of a simulation that finds nothing? */
class PlantedBugsTest {

  private static final int SEEDS = 300;

  @ParameterizedTest
  @EnumSource
  void aPlantedBugIsFound(Plant plant) {
    long seed = firstFound(plant);
    assertThat(seed).as("the first of %d seeds that finds %s", SEEDS, plant).isPositive();
    Violation found = Simulation.run(seed, Schedule.of(seed), plant.subject()).violation();
    assertThat(plant.breaks()).as("%s", found).contains(found.rule());
  }

  @Test
  void whatIsFoundIsShrunkToAShortScheduleThatFindsItToo() {
    Plant plant = Plant.SNAPSHOT_WITHOUT_NEWEST_EVENT;
    long seed = firstFound(plant);
    Campaign campaign = new Campaign(plant::subject);
    campaign.play(seed);
    FoundViolation found = campaign.violations().get(0);
    assertThat(found.kept()).hasSizeBetween(1, 30);
    Campaign again = new Campaign(plant::subject);
    again.play(seed, found.kept());
    assertThat(again.violations()).singleElement().isEqualTo(found);
    Campaign withoutTheBug = new Campaign();
    withoutTheBug.play(seed, found.kept());
    assertThat(withoutTheBug.violations()).isEmpty();
  }

  private static long firstFound(Plant plant) {
    for (long seed = 1; seed <= SEEDS; seed++) {
      List<Step> schedule = Schedule.of(seed);
      if (Simulation.run(seed, schedule, plant.subject()).violation() != null) {
        return seed;
      }
    }
    return -1;
  }
}
