package dev.runmark.storage.index;

import dev.runmark.storage.part.PartId;
import dev.runmark.storage.part.PartLocation;
import dev.runmark.storage.part.SealedPart;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A sweep's questions to the index in memory. Passes {@link SweepIndexContract}. */
public final class InMemorySweepIndex implements SweepIndex {

  private final InMemoryOffsetIndex index;
  private final InstantSource clock;

  public InMemorySweepIndex(InMemoryOffsetIndex index, InstantSource clock) {
    this.index = index;
    this.clock = clock;
  }

  @Override
  public Instant raiseFloor(Duration grace) {
    Instant floor = floorAfter(grace);
    index.raiseSweepFloor(floor);
    return floor;
  }

  @Override
  public Instant floorAfter(Duration grace) {
    Instant wanted = Instant.ofEpochMilli(clock.millis()).minus(grace);
    return Collections.max(List.of(wanted, index.sweepFloor()));
  }

  @Override
  public boolean knows(PartLocation location) {
    return keys(location).findAny().isPresent();
  }

  @Override
  public List<String> newest(PartLocation location, int most) {
    List<String> keys = keys(location).collect(Collectors.toList());
    Collections.reverse(keys);
    return List.copyOf(keys.subList(0, Math.min(most, keys.size())));
  }

  private Stream<String> keys(PartLocation location) {
    return index.ledger().stream()
        .filter(part -> part.location().bucket().equals(location.bucket()))
        .map(SealedPart::key)
        .filter(key -> key.startsWith(location.folders()));
  }

  @Override
  public Set<PartId> named(Collection<PartId> parts, @Nullable Instant floor) throws IOException {
    if (floor != null && index.sweepFloor().isBefore(floor)) {
      throw new IOException("the sweep floor is " + index.sweepFloor() + ", wanted " + floor);
    }
    Set<PartId> named = new HashSet<>();
    for (SealedPart part : index.ledger()) {
      if (parts.contains(part.id())) {
        named.add(part.id());
      }
    }
    return named;
  }
}
