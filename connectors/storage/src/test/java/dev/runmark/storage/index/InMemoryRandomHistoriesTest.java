package dev.runmark.storage.index;

class InMemoryRandomHistoriesTest extends RandomHistoriesContract {

  private final InMemoryOffsetIndex index = new InMemoryOffsetIndex();

  @Override
  OffsetIndex committer() {
    return index;
  }

  @Override
  RunLookup lookup() {
    return index;
  }

  @Override
  int histories() {
    return 2_000;
  }
}
