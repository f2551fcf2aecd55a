package dev.runmark.proof.simulation;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The failures that are due: each happens once, at the next such effect of anybody. */
final class Faults {

  /** An effect of the product. */
  interface Action<T> {
    T run() throws IOException;
  }

  private record Due(Effect effect, Moment moment) {}

  private final List<Due> due = new ArrayList<>();
  private final Counts counts;

  Faults(Counts counts) {
    this.counts = counts;
  }

  void arm(Effect effect, Moment moment) {
    due.add(new Due(effect, moment));
  }

  void clear() {
    due.clear();
  }

  /** Whether such a failure is due; it is then over. */
  boolean fails(Effect effect, Moment moment) {
    boolean fails = due.remove(new Due(effect, moment));
    if (fails) {
      counts.add("fail " + moment + " " + effect);
    }
    return fails;
  }

  <T> T through(Effect effect, Action<T> action) throws IOException {
    if (fails(effect, Moment.BEFORE)) {
      throw new InjectedFailure("before " + effect);
    }
    T result = action.run();
    if (fails(effect, Moment.AFTER)) {
      throw new InjectedFailure("after " + effect);
    }
    return result;
  }
}
