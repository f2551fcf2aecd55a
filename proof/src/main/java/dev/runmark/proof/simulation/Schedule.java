package dev.runmark.proof.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Draws the steps of a seed. */
final class Schedule {

  static final int STEPS = 200;

  private Schedule() {}

  static List<Step> of(long seed) {
    Random random = new Random(31 * seed + 7);
    int weights = 0;
    for (StepKind kind : StepKind.values()) {
      weights += kind.weight();
    }
    List<Step> steps = new ArrayList<>();
    for (int i = 0; i < STEPS; i++) {
      StepKind kind = kind(random.nextInt(weights));
      steps.add(new Step(kind, random.nextInt(1000), random.nextInt(1000)));
    }
    return steps;
  }

  private static StepKind kind(int dice) {
    int rest = dice;
    for (StepKind kind : StepKind.values()) {
      rest -= kind.weight();
      if (rest < 0) {
        return kind;
      }
    }
    throw new IllegalArgumentException("dice " + dice);
  }
}
