package dev.runmark.proof.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** The schedules of the first seeds; {@code ./runmark simulate} plays more. */
class SimulationTest {

  private static final int SEEDS = 300;

  @Test
  void allHoldsInEverySchedule() {
    Campaign campaign = new Campaign();
    for (long seed = 1; seed <= SEEDS; seed++) {
      campaign.play(seed);
    }
    assertThat(campaign.violations()).isEmpty();
    assertThat(campaign.seeds()).isEqualTo(SEEDS);
    assertThat(campaign.steps()).isEqualTo(SEEDS * (long) Campaign.STEPS);
    assertThat(campaign.counts().all()).containsKeys(everythingThatCanHappen());
  }

  private static String[] everythingThatCanHappen() {
    List<String> things = new ArrayList<>();
    for (StepKind kind : StepKind.values()) {
      things.add(kind.name());
    }
    for (Effect effect : Effect.values()) {
      things.add("fail before " + effect);
      things.add("fail after " + effect);
    }
    things.add("fail half commit");
    things.add("commit of what was committed");
    things.add("commit of covered lines");
    return things.stream().map(thing -> thing.toLowerCase(Locale.ROOT)).toArray(String[]::new);
  }

  @Test
  void aSeedIsTheSameStepsAndTheSameHistoryEachTime() {
    for (long seed = 1001; seed <= 1005; seed++) {
      assertThat(Schedule.of(seed)).isEqualTo(Schedule.of(seed));
      Outcome first = Simulation.run(seed, Schedule.of(seed), Subject.PRODUCT);
      Outcome second = Simulation.run(seed, Schedule.of(seed), Subject.PRODUCT);
      assertThat(second.trace()).isEqualTo(first.trace()).hasSizeGreaterThan(Campaign.STEPS);
      assertThat(second.counts().all()).isEqualTo(first.counts().all());
    }
    assertThat(Schedule.of(1)).isNotEqualTo(Schedule.of(2));
  }

  /** No step may be needed for another one to make sense. */
  @Test
  void anySelectionOfStepsIsAScheduleToo() {
    List<Step> all = Schedule.of(7);
    for (int part = 0; part < 10; part++) {
      List<Step> some = new ArrayList<>();
      for (int i = part; i < all.size(); i += 1 + part) {
        some.add(all.get(i));
      }
      assertThat(Simulation.run(7, some, Subject.PRODUCT).violation()).isNull();
    }
  }
}
