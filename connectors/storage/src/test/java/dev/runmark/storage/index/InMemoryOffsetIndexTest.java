package dev.runmark.storage.index;

import dev.runmark.storage.part.RunKey;
import java.time.Instant;

class InMemoryOffsetIndexTest extends OffsetIndexContract {

  private final InMemoryOffsetIndex index = new InMemoryOffsetIndex();

  @Override
  OffsetIndex index() {
    return index;
  }

  @Override
  RunLookup lookup() {
    return index;
  }

  @Override
  void raiseSweepFloor(Instant sealedBefore) {
    index.raiseSweepFloor(sealedBefore);
  }

  @Override
  void deleteForGood(RunKey key) {
    index.delete(key);
  }
}
