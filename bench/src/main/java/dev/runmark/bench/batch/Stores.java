package dev.runmark.bench.batch;

import dev.runmark.storage.objects.ObjectStore;
import dev.runmark.storage.objects.S3ObjectStore;
import dev.runmark.storage.objects.S3Options;
import java.io.IOException;
import java.util.UUID;

/** The store that all ways share. A new one has no buffers yet from uploads before. */
final class Stores implements AutoCloseable {

  private final S3Options options;
  private ObjectStore current;

  Stores(S3Options options) {
    this.options = options;
    this.current = S3ObjectStore.open(options);
  }

  ObjectStore current() {
    return current;
  }

  /** Puts a new one in its place, which is connected. */
  void renew() throws IOException {
    current.close();
    current = S3ObjectStore.open(options);
    current.put("renewed/" + UUID.randomUUID(), new byte[] {1}, 0, 1);
  }

  @Override
  public void close() {
    current.close();
  }
}
