package dev.runmark.storage.index;

import java.time.InstantSource;

class InMemorySweepIndexTest extends SweepIndexContract {

  private final InMemoryOffsetIndex index = new InMemoryOffsetIndex();

  @Override
  OffsetIndex committer() {
    return index;
  }

  @Override
  SweepIndex sweep() {
    return new InMemorySweepIndex(index, InstantSource.system());
  }
}
