package dev.runmark.storage.index;

import dev.runmark.storage.part.PartId;
import dev.runmark.storage.part.PartLocation;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a sweep asks of the index: the floor, and which parts the ledger names. */
public interface SweepIndex {

  /**
   * Raises the floor to the index's now less the grace, unless it is higher already, and commits.
   *
   * @return the floor: a part opened before it that is not in the ledger never will be
   */
  Instant raiseFloor(Duration grace) throws IOException;

  /** What {@link #raiseFloor} would make of the floor now; changes nothing. */
  Instant floorAfter(Duration grace) throws IOException;

  /** Whether any part was ever committed there: another index, or another prefix, has none. */
  boolean knows(PartLocation location) throws IOException;

  /** The keys of the parts there that were opened last and are not on their way out. */
  List<String> newest(PartLocation location, int most) throws IOException;

  /**
   * Which of the parts the ledger names, those left out whose object may be gone.
   *
   * @param floor that it must still have; null when that does not matter
   * @throws IOException also when the floor is lower
   */
  Set<PartId> named(Collection<PartId> parts, @Nullable Instant floor) throws IOException;
}
