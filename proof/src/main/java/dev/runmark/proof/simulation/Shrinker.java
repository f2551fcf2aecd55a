package dev.runmark.proof.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Makes a schedule that fails short: leaves out stretches of it, long ones first, as long as it
 * fails without them, until no single step can be left out.
 */
final class Shrinker<T> {

  private final Predicate<List<T>> fails;
  private int triesLeft;

  /**
   * @param fails whether a schedule fails in the way that is looked for
   * @param tries how often that may be asked
   */
  Shrinker(Predicate<List<T>> fails, int tries) {
    this.fails = fails;
    this.triesLeft = tries;
  }

  List<T> shrink(List<T> failing) {
    List<T> steps = failing;
    for (int stretch = Math.max(1, steps.size() / 2); stretch > 0; ) {
      List<T> shorter = withoutStretches(steps, stretch);
      boolean shrunk = shorter.size() < steps.size();
      steps = shorter;
      if (stretch > 1) {
        stretch = stretch / 2;
      } else if (!shrunk) {
        stretch = 0;
      }
    }
    return steps;
  }

  private List<T> withoutStretches(List<T> all, int stretch) {
    List<T> steps = all;
    // From the end: what came last is what is most often not needed.
    for (int end = steps.size(); end > 0 && triesLeft > 0; end -= stretch) {
      List<T> without = new ArrayList<>(steps.subList(0, Math.max(0, end - stretch)));
      without.addAll(steps.subList(end, steps.size()));
      triesLeft--;
      if (fails.test(without)) {
        steps = without;
      }
    }
    return steps;
  }
}
