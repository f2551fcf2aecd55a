package dev.runmark.storage.objects;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * Objects on the heap, for the tests of what is built on stores. Counts calls, and fails those that
 * it was told to. Thread-safe; closing keeps the objects.
 */
public final class InMemoryObjectStore implements ObjectStore, ObjectInventory {

  /** What can be counted and made to fail. */
  public enum Operation {
    WRITE,
    COMPLETE,
    PUT,
    READ,
    HEAD,
    LIST,
    DELETE,
    ABORT
  }

  private final String bucket;
  private final InstantSource clock;
  private final Map<String, Entry> objects = new ConcurrentSkipListMap<>();
  private final Map<String, OpenUpload> uploads = new ConcurrentSkipListMap<>();
  private final Map<Operation, Integer> calls = new EnumMap<>(Operation.class);
  private final Map<Operation, Deque<IOException>> failures = new EnumMap<>(Operation.class);

  private final AtomicInteger begun = new AtomicInteger();

  private record Entry(byte[] content, Instant lastModified) {}

  public InMemoryObjectStore(String bucket) {
    this(bucket, InstantSource.system());
  }

  /**
   * @param clock of the store
   */
  public InMemoryObjectStore(String bucket, InstantSource clock) {
    this.bucket = bucket;
    this.clock = clock;
  }

  /** Makes the next call of an operation, after those due already, fail before it does anything. */
  public synchronized void fail(Operation operation, IOException failure) {
    failures.computeIfAbsent(operation, key -> new ArrayDeque<>()).add(failure);
  }

  public synchronized int calls(Operation operation) {
    return calls.getOrDefault(operation, 0);
  }

  /** An object's bytes, not counted as a call. */
  public byte[] content(String key) {
    Entry entry = objects.get(key);
    if (entry == null) {
      throw new AssertionError("no object " + key + ", there are " + objects.keySet());
    }
    return entry.content.clone();
  }

  /** Puts other bytes in an object's place, as no store ever would. */
  public void corrupt(String key, byte[] content) {
    objects.put(key, new Entry(content.clone(), clock.instant()));
  }

  @Override
  public String bucket() {
    return bucket;
  }

  @Override
  public ObjectUpload create(String key) {
    String id = String.format("upload-%08d", begun.incrementAndGet());
    OpenUpload upload = new OpenUpload(ObjectKey.checked(key), id, clock.instant());
    uploads.put(upload.id(), upload);
    return new Upload(upload);
  }

  @Override
  public void put(String key, byte[] content, int offset, int length) throws IOException {
    ObjectKey.checkedLength(ObjectKey.checked(key), length);
    begin(Operation.PUT);
    add(key, Arrays.copyOfRange(content, offset, offset + length));
  }

  @Override
  public byte[] read(String key, ByteRange range) throws IOException {
    ObjectKey.checked(key);
    begin(Operation.READ);
    Entry entry = objects.get(key);
    if (entry == null) {
      throw new ObjectMissingException(bucket, key);
    }
    if (range.end() > entry.content.length) {
      throw new ObjectTooShortException(
          bucket, key, range, "it has " + entry.content.length + " bytes");
    }
    return Arrays.copyOfRange(entry.content, (int) range.start(), (int) range.end());
  }

  @Override
  public Optional<StoredObject> head(String key) throws IOException {
    ObjectKey.checked(key);
    begin(Operation.HEAD);
    return Optional.ofNullable(objects.get(key)).map(entry -> describe(key, entry));
  }

  @Override
  public Stream<StoredObject> list(String prefix) throws IOException {
    begin(Operation.LIST);
    return objects.entrySet().stream()
        .filter(object -> object.getKey().startsWith(prefix))
        .map(object -> describe(object.getKey(), object.getValue()));
  }

  @Override
  public void delete(String key) throws IOException {
    ObjectKey.checked(key);
    begin(Operation.DELETE);
    objects.remove(key);
  }

  @Override
  public void objects(String prefix, PageReader<StoredObject> pages) throws IOException {
    pages.read(list(prefix).toList());
  }

  @Override
  public void uploads(String prefix, PageReader<OpenUpload> pages) throws IOException {
    begin(Operation.LIST);
    pages.read(uploads.values().stream().filter(u -> u.key().startsWith(prefix)).toList());
  }

  @Override
  public void delete(List<String> keys) throws IOException {
    keys.forEach(ObjectKey::checked);
    begin(Operation.DELETE);
    keys.forEach(objects::remove);
  }

  @Override
  public void abort(OpenUpload upload) throws IOException {
    begin(Operation.ABORT);
    uploads.remove(upload.id());
  }

  @Override
  public void close() {
    // The test looks at the objects afterwards.
  }

  private synchronized void begin(Operation operation) throws IOException {
    calls.merge(operation, 1, Integer::sum);
    Deque<IOException> due = failures.get(operation);
    IOException failure = due == null ? null : due.poll();
    if (failure != null) {
      throw failure;
    }
  }

  private void add(String key, byte[] content) throws IOException {
    if (objects.putIfAbsent(key, new Entry(content, clock.instant())) != null) {
      throw new ObjectExistsException(bucket, key);
    }
  }

  private static StoredObject describe(String key, Entry entry) {
    return new StoredObject(key, entry.content.length, entry.lastModified);
  }

  private final class Upload implements ObjectUpload {
    private final OpenUpload upload;
    private final String key;
    private final ByteArrayOutputStream content = new ByteArrayOutputStream();
    private boolean ended;

    Upload(OpenUpload upload) {
      this.upload = upload;
      this.key = upload.key();
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      requireOpen();
      begin(Operation.WRITE);
      content.write(bytes, offset, length);
    }

    @Override
    public long complete() throws IOException {
      requireOpen();
      if (content.size() == 0) {
        throw new IllegalStateException("complete " + key + ": nothing was written");
      }
      begin(Operation.COMPLETE);
      if (!uploads.containsKey(upload.id())) {
        throw new IOException("complete " + key + ": no such upload");
      }
      add(key, content.toByteArray());
      end();
      return content.size();
    }

    @Override
    public void abort() {
      try {
        begin(Operation.ABORT);
      } catch (IOException e) {
        // As with a store that cannot be reached: nothing more can be done.
      }
      end();
    }

    private void end() {
      ended = true;
      uploads.remove(upload.id());
    }

    private void requireOpen() {
      if (ended) {
        throw new IllegalStateException("write " + key + ": the upload was completed or aborted");
      }
    }
  }
}
