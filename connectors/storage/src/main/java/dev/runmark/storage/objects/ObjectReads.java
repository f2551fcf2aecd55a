package dev.runmark.storage.objects;

import java.io.IOException;

/** Ranges of a bucket's objects: all that a reader of runs asks of it. Thread-safe. */
public interface ObjectReads {

  /** The bucket's name as the ledger records it; for a directory its absolute path. */
  String bucket();

  /**
   * Exactly the bytes of the range; nobody changes them.
   *
   * @throws ObjectMissingException when there is no such object
   * @throws ObjectTooShortException when it ends before the range does
   * @throws IOException also when the store answers anything but that very range
   */
  byte[] read(String key, ByteRange range) throws IOException;

  /** What was read there is not what it must be: a copy that is kept must not be given again. */
  default void forget(String key, ByteRange range) {}
}
