package dev.runmark.sink;

import dev.runmark.storage.objects.ByteRange;
import dev.runmark.storage.objects.ObjectMissingException;
import dev.runmark.storage.objects.ObjectStore;
import dev.runmark.storage.objects.ObjectUpload;
import dev.runmark.storage.objects.StoredObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A store in memory that counts what it is asked, and fails where a test says. */
final class MemoryStore implements ObjectStore {

  enum Step {
    CREATE,
    WRITE,
    COMPLETE,
    PUT
  }

  final Map<String, byte[]> objects = new TreeMap<>();
  final List<String> reads = new ArrayList<>();
  final List<byte[]> writtenArrays = new ArrayList<>();
  int openUploads;
  int aborts;
  int closed;
  Step failing;
  int missingBytes;

  @Override
  public String bucket() {
    return "memory";
  }

  @Override
  public ObjectUpload create(String key) throws IOException {
    failAt(Step.CREATE);
    openUploads++;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    return new ObjectUpload() {
      @Override
      public void write(byte[] source, int offset, int length) throws IOException {
        failAt(Step.WRITE);
        writtenArrays.add(source);
        bytes.write(source, offset, length);
      }

      @Override
      public long complete() throws IOException {
        failAt(Step.COMPLETE);
        openUploads--;
        store(key, bytes.toByteArray());
        return bytes.size() - missingBytes;
      }

      @Override
      public void abort() {
        openUploads--;
        aborts++;
      }
    };
  }

  @Override
  public void put(String key, byte[] content, int offset, int length) throws IOException {
    failAt(Step.PUT);
    store(key, Arrays.copyOfRange(content, offset, offset + length));
  }

  private void store(String key, byte[] content) {
    if (objects.put(key, content) != null) {
      throw new IllegalStateException("written twice: " + key);
    }
  }

  @Override
  public byte[] read(String key, ByteRange range) throws IOException {
    reads.add(key);
    byte[] content = objects.get(key);
    if (content == null) {
      throw new ObjectMissingException(bucket(), key);
    }
    if (range.end() > content.length) {
      throw new IOException("read " + key + ": " + range + " of " + content.length + " bytes");
    }
    return Arrays.copyOfRange(content, (int) range.start(), (int) range.end());
  }

  @Override
  public Optional<StoredObject> head(String key) {
    return Optional.ofNullable(objects.get(key))
        .map(content -> new StoredObject(key, content.length, Instant.EPOCH));
  }

  @Override
  public Stream<StoredObject> list(String prefix) {
    return objects.entrySet().stream()
        .filter(e -> e.getKey().startsWith(prefix))
        .map(e -> new StoredObject(e.getKey(), e.getValue().length, Instant.EPOCH));
  }

  @Override
  public void delete(String key) {
    objects.remove(key);
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
