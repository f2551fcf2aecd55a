package dev.runmark.proof.simulation;

import dev.runmark.storage.index.SweepIndex;
import dev.runmark.storage.part.PartId;
import dev.runmark.storage.part.PartLocation;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A sweep's index that answers what the real one does. */
class DelegatingSweepIndex implements SweepIndex {

  final SweepIndex real;

  DelegatingSweepIndex(SweepIndex real) {
    this.real = real;
  }

  @Override
  public Set<PartId> named(Collection<PartId> parts, @Nullable Instant floor) throws IOException {
    return real.named(parts, floor);
  }

  @Override
  public Instant raiseFloor(Duration grace) throws IOException {
    return real.raiseFloor(grace);
  }

  @Override
  public Instant floorAfter(Duration grace) throws IOException {
    return real.floorAfter(grace);
  }

  @Override
  public boolean knows(PartLocation location) throws IOException {
    return real.knows(location);
  }

  @Override
  public List<String> newest(PartLocation location, int most) throws IOException {
    return real.newest(location, most);
  }
}
