package dev.runmark.storage.objects;

class InMemoryObjectStoreTest extends ObjectStoreContract {

  @Override
  protected ObjectStore open() {
    return new InMemoryObjectStore("memory");
  }
}
