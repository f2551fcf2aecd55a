package dev.runmark.proof.simulation;

import dev.runmark.storage.objects.ObjectStore;
import java.io.IOException;

/** A store whose puts leave an object of another name behind. */
final class UntidyStore extends DelegatingStore {

  UntidyStore(ObjectStore real) {
    super(real);
  }

  @Override
  public void put(String key, byte[] content, int offset, int length) throws IOException {
    real.put(key + ".tmp", content, offset, length);
    real.put(key, content, offset, length);
  }
}
