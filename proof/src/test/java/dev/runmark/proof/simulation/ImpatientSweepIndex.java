package dev.runmark.proof.simulation;

import dev.runmark.storage.index.SweepIndex;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;

/** One that takes what may still be committed. */
final class ImpatientSweepIndex extends DelegatingSweepIndex {

  ImpatientSweepIndex(SweepIndex real) {
    super(real);
  }

  @Override
  public Instant raiseFloor(Duration grace) throws IOException {
    return real.raiseFloor(grace.dividedBy(2));
  }
}
