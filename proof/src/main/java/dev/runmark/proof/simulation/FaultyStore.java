package dev.runmark.proof.simulation;

import dev.runmark.storage.objects.ByteRange;
import dev.runmark.storage.objects.InMemoryObjectStore;
import dev.runmark.storage.objects.ObjectStore;
import dev.runmark.storage.objects.ObjectUpload;
import dev.runmark.storage.objects.StoredObject;
import java.io.IOException;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The store as one process sees it: calls fail when that is due, and none gets through once it is
 * dead.
 */
final class FaultyStore implements ObjectStore {

  private final InMemoryObjectStore objects;
  private final Faults faults;
  private final Life life;

  FaultyStore(InMemoryObjectStore objects, Faults faults, Life life) {
    this.objects = objects;
    this.faults = faults;
    this.life = life;
  }

  @Override
  public String bucket() {
    return objects.bucket();
  }

  @Override
  public ObjectUpload create(String key) throws IOException {
    life.require();
    ObjectUpload upload = faults.through(Effect.CREATE, () -> objects.create(key));
    return new Upload(upload);
  }

  @Override
  public void put(String key, byte[] content, int offset, int length) throws IOException {
    life.require();
    faults.through(
        Effect.PUT,
        () -> {
          objects.put(key, content, offset, length);
          return true;
        });
  }

  @Override
  public byte[] read(String key, ByteRange range) throws IOException {
    life.require();
    return faults.through(Effect.READ, () -> objects.read(key, range));
  }

  @Override
  public Optional<StoredObject> head(String key) throws IOException {
    life.require();
    return faults.through(Effect.HEAD, () -> objects.head(key));
  }

  @Override
  public Stream<StoredObject> list(String prefix) throws IOException {
    life.require();
    return faults.through(Effect.LIST, () -> objects.list(prefix));
  }

  @Override
  public void delete(String key) throws IOException {
    life.require();
    objects.delete(key);
  }

  @Override
  public void close() {}

  private final class Upload implements ObjectUpload {
    private final ObjectUpload upload;

    Upload(ObjectUpload upload) {
      this.upload = upload;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      life.require();
      faults.through(
          Effect.WRITE,
          () -> {
            upload.write(bytes, offset, length);
            return true;
          });
    }

    @Override
    public long complete() throws IOException {
      life.require();
      return faults.through(Effect.COMPLETE, upload::complete);
    }

    /** Who was killed aborts nothing, and a store that is away hears nothing. */
    @Override
    public void abort() {
      if (life.alive() && !faults.fails(Effect.ABORT, Moment.BEFORE)) {
        upload.abort();
      }
    }
  }
}
