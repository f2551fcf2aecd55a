package dev.runmark.storage.objects;

class InMemoryObjectInventoryTest extends ObjectInventoryContract {

  @Override
  ObjectStore open() {
    return new InMemoryObjectStore("bucket");
  }
}
