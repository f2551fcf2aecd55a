package dev.runmark.storage.objects;

import java.io.IOException;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One bucket (or directory) of immutable objects.
 *
 * <p>Every method retries what is worth retrying by itself, within a bounded time, and may be
 * called from any thread. An {@link IOException} names the operation, the key and the cause.
 */
public interface ObjectStore extends ObjectReads, AutoCloseable {

  /**
   * Begins an object that grows. Nothing is visible under the key until {@link
   * ObjectUpload#complete()} returns.
   */
  ObjectUpload create(String key) throws IOException;

  /**
   * Stores a whole small object; {@code content[offset, offset + length)} is not kept.
   *
   * @throws ObjectExistsException when there is one of that key; it stays as it is
   */
  void put(String key, byte[] content, int offset, int length) throws IOException;

  /** The object's facts, or empty when there is none. */
  Optional<StoredObject> head(String key) throws IOException;

  /** All objects whose key begins with the prefix, in order of key; close the stream. */
  Stream<StoredObject> list(String prefix) throws IOException;

  /** Removes an object; no error when there is none. */
  void delete(String key) throws IOException;

  @Override
  void close();
}
