package dev.runmark.proof.simulation;

import dev.runmark.storage.failpoint.FailPoint;
import dev.runmark.storage.index.OffsetIndex;
import dev.runmark.storage.index.SweepIndex;
import dev.runmark.storage.objects.ObjectStore;

/**
 * What is simulated: the product, as it is. A test puts something else in the place of a piece of
 * it, to see that the simulation finds that.
 */
interface Subject {

  Subject PRODUCT = new Subject() {};

  /** As a process opens it. */
  default OffsetIndex index(OffsetIndex real) {
    return real;
  }

  /** As a process opens it. */
  default ObjectStore store(ObjectStore real) {
    return real;
  }

  default WindowTask window(WindowTask real) {
    return real;
  }

  default SweepIndex sweepIndex(SweepIndex real) {
    return real;
  }

  /** Whether a process that gets to this point dies there. */
  default boolean diesAt(FailPoint point) {
    return false;
  }
}
