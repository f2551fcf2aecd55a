package dev.runmark.storage.index;

import dev.runmark.storage.part.RunKey;
import dev.runmark.storage.part.SourcePartition;
import java.time.Instant;
import java.util.Map;

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
  Map<SourcePartition, Long> positions() {
    return index.positions();
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
