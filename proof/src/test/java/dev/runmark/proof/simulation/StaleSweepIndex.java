package dev.runmark.proof.simulation;

import dev.runmark.storage.index.SweepIndex;
import dev.runmark.storage.part.PartId;
import java.io.IOException;
import java.time.Instant;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A ledger that does not know yet what was committed last. */
final class StaleSweepIndex extends DelegatingSweepIndex {

  StaleSweepIndex(SweepIndex real) {
    super(real);
  }

  @Override
  public Set<PartId> named(Collection<PartId> parts, @Nullable Instant floor) throws IOException {
    TreeSet<PartId> named = new TreeSet<>(real.named(parts, floor));
    named.pollLast();
    return named;
  }
}
