package dev.runmark.storage.objects;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * What is in a bucket, and the clearing of it: what neither writers nor readers need.
 *
 * <p>Listings come in pages, so that memory does not grow with the bucket. Every call retries as
 * those of {@link ObjectStore} do, and may be called from any thread.
 */
public interface ObjectInventory {

  /** The bucket's name, as {@link ObjectStore#bucket()} has it. */
  String bucket();

  /** Takes one page of a listing; what it throws ends the listing. */
  @FunctionalInterface
  interface PageReader<T> {
    void read(List<T> page) throws IOException;
  }

  /** All objects whose key begins with the prefix, in order of key; what is new may be missed. */
  void objects(String prefix, PageReader<StoredObject> pages) throws IOException;

  /** All uploads of such keys that were begun and neither completed nor aborted. */
  void uploads(String prefix, PageReader<OpenUpload> pages) throws IOException;

  /** What is stored under the key; empty when nothing is. */
  Optional<StoredObject> head(String key) throws IOException;

  /**
   * Removes objects, in few requests; no error for those that are not there. The store has said of
   * each one that it is gone when this returns.
   *
   * @throws IOException when one of them could not be removed; any of the others may be gone
   */
  void delete(List<String> keys) throws IOException;

  /** Drops an upload and its pieces; no error when it is gone. */
  void abort(OpenUpload upload) throws IOException;
}
