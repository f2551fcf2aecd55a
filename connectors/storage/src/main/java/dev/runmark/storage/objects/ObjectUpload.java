package dev.runmark.storage.objects;

import dev.runmark.storage.tracing.Lap;
import java.io.IOException;
import java.util.List;

/**
 * One object while it grows. Owned by one thread; memory is bounded by the store's piece size and
 * pieces in flight, however long the object becomes.
 */
public interface ObjectUpload {

  /** Appends; the array may be reused as soon as this returns. */
  void write(byte[] bytes, int offset, int length) throws IOException;

  /**
   * Uploads what is left, makes the object visible and confirms its length with the store.
   *
   * @return the confirmed length in bytes
   * @throws ObjectExistsException when there is an object of that key; it stays as it is
   * @throws IllegalStateException when nothing was written: no object is empty
   */
  long complete() throws IOException;

  /** The pieces that were sent, as each travelled; several do at a time. */
  default List<Lap> pieces() {
    return List.of();
  }

  /**
   * Gives up: leaves no visible object and, as far as the store can be reached, no pieces. Does
   * nothing after {@link #complete()} has returned.
   */
  void abort();
}
