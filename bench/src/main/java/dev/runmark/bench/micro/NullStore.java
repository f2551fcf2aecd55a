package dev.runmark.bench.micro;

import dev.runmark.storage.objects.ByteRange;
import dev.runmark.storage.objects.ObjectStore;
import dev.runmark.storage.objects.ObjectUpload;
import dev.runmark.storage.objects.StoredObject;
import java.util.Optional;
import java.util.stream.Stream;

/** Takes everything and keeps nothing: what is left is what comes before a store. */
final class NullStore implements ObjectStore {

  private long taken;

  /** Bytes that were put or uploaded. */
  long taken() {
    return taken;
  }

  @Override
  public String bucket() {
    return "nowhere";
  }

  @Override
  public ObjectUpload create(String key) {
    return new NullUpload();
  }

  private final class NullUpload implements ObjectUpload {
    private long length;

    @Override
    public void write(byte[] bytes, int offset, int count) {
      length += count;
      taken += count;
    }

    @Override
    public long complete() {
      return length;
    }

    @Override
    public void abort() {
      length = 0;
    }
  }

  @Override
  public void put(String key, byte[] content, int offset, int length) {
    taken += length;
  }

  @Override
  public byte[] read(String key, ByteRange range) {
    throw new UnsupportedOperationException("read " + key + ": nothing is kept");
  }

  @Override
  public Optional<StoredObject> head(String key) {
    return Optional.empty();
  }

  @Override
  public Stream<StoredObject> list(String prefix) {
    return Stream.empty();
  }

  @Override
  public void delete(String key) {
    // There is none.
  }

  @Override
  public void close() {
    // Nothing is open.
  }
}
