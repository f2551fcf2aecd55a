package dev.runmark.reader.fetch;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.runmark.storage.objects.ByteRange;
import dev.runmark.storage.objects.ObjectReads;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Hot ranges, kept up to a number of bytes. Never stale, since a part is never overwritten and its
 * key names it for ever; where a run lies is always asked of the index.
 */
public final class CachedReads implements ObjectReads {

  /** What an entry costs beside its bytes, about. */
  private static final int OVERHEAD = 200;

  private record Key(String object, ByteRange range) {}

  private final ObjectReads store;
  private final @Nullable Cache<Key, byte[]> cache;

  /**
   * @param bytes to be kept at most; 0: none
   */
  public CachedReads(ObjectReads store, long bytes) {
    this.store = store;
    this.cache = bytes == 0 ? null : cache(bytes);
  }

  private static Cache<Key, byte[]> cache(long bytes) {
    return Caffeine.newBuilder()
        .maximumWeight(bytes)
        .weigher((Key key, byte[] range) -> range.length + OVERHEAD)
        .executor(Runnable::run)
        .build();
  }

  @Override
  public String bucket() {
    return store.bucket();
  }

  @Override
  public byte[] read(String key, ByteRange range) throws IOException {
    byte[] kept = kept(key, range);
    if (kept != null) {
      return kept;
    }
    byte[] bytes = store.read(key, range);
    keep(key, range, bytes);
    return bytes;
  }

  @Override
  public void forget(String key, ByteRange range) {
    if (cache != null) {
      cache.invalidate(new Key(key, range));
    }
    store.forget(key, range);
  }

  /** The range when it is kept; nothing is asked of the store. */
  byte @Nullable [] kept(String key, ByteRange range) {
    return cache == null ? null : cache.getIfPresent(new Key(key, range));
  }

  void keep(String key, ByteRange range, byte[] bytes) {
    if (cache != null) {
      cache.put(new Key(key, range), bytes);
    }
  }

  /** The store behind, whose answers are not kept. */
  ObjectReads uncached() {
    return store;
  }
}
