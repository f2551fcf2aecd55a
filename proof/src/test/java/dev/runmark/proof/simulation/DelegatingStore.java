package dev.runmark.proof.simulation;

import dev.runmark.storage.objects.ByteRange;
import dev.runmark.storage.objects.ObjectStore;
import dev.runmark.storage.objects.ObjectUpload;
import dev.runmark.storage.objects.StoredObject;
import java.io.IOException;
import java.util.Optional;
import java.util.stream.Stream;

/** A store that does what the real one does. */
class DelegatingStore implements ObjectStore {

  final ObjectStore real;

  DelegatingStore(ObjectStore real) {
    this.real = real;
  }

  @Override
  public ObjectUpload create(String key) throws IOException {
    return real.create(key);
  }

  @Override
  public String bucket() {
    return real.bucket();
  }

  @Override
  public void put(String key, byte[] content, int offset, int length) throws IOException {
    real.put(key, content, offset, length);
  }

  @Override
  public byte[] read(String key, ByteRange range) throws IOException {
    return real.read(key, range);
  }

  @Override
  public Optional<StoredObject> head(String key) throws IOException {
    return real.head(key);
  }

  @Override
  public Stream<StoredObject> list(String prefix) throws IOException {
    return real.list(prefix);
  }

  @Override
  public void delete(String key) throws IOException {
    real.delete(key);
  }

  @Override
  public void close() {
    real.close();
  }
}
