package dev.runmark.sink;

import dev.runmark.storage.objects.ByteRange;
import dev.runmark.storage.objects.InMemoryObjectStore;
import dev.runmark.storage.objects.ObjectStore;
import dev.runmark.storage.objects.ObjectUpload;
import dev.runmark.storage.objects.StoredObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The store in memory, watched: what is asked of it is kept, and it fails where a test says. */
final class WatchedStore implements ObjectStore {

  enum Step {
    CREATE,
    WRITE,
    COMPLETE,
    PUT
  }

  final InMemoryObjectStore objects = new InMemoryObjectStore("memory");
  final List<String> reads = new ArrayList<>();
  final List<byte[]> writtenArrays = new ArrayList<>();
  int openUploads;
  int aborts;
  int closed;
  Step failing;
  int missingBytes;

  List<String> keys() throws IOException {
    return objects.list("").map(StoredObject::key).toList();
  }

  @Override
  public String bucket() {
    return objects.bucket();
  }

  @Override
  public ObjectUpload create(String key) throws IOException {
    failAt(Step.CREATE);
    openUploads++;
    ObjectUpload upload = objects.create(key);
    return new ObjectUpload() {
      @Override
      public void write(byte[] source, int offset, int length) throws IOException {
        failAt(Step.WRITE);
        writtenArrays.add(source);
        upload.write(source, offset, length);
      }

      @Override
      public long complete() throws IOException {
        failAt(Step.COMPLETE);
        openUploads--;
        return upload.complete() - missingBytes;
      }

      @Override
      public void abort() {
        openUploads--;
        aborts++;
        upload.abort();
      }
    };
  }

  @Override
  public void put(String key, byte[] content, int offset, int length) throws IOException {
    failAt(Step.PUT);
    objects.put(key, content, offset, length);
  }

  @Override
  public byte[] read(String key, ByteRange range) throws IOException {
    reads.add(key);
    return objects.read(key, range);
  }

  @Override
  public Optional<StoredObject> head(String key) throws IOException {
    return objects.head(key);
  }

  @Override
  public Stream<StoredObject> list(String prefix) throws IOException {
    return objects.list(prefix);
  }

  @Override
  public void delete(String key) throws IOException {
    objects.delete(key);
  }

  @Override
  public void close() {
    closed++;
  }

  private void failAt(Step step) throws IOException {
    if (step == failing) {
      throw new IOException("the store fails at " + step);
    }
  }
}
