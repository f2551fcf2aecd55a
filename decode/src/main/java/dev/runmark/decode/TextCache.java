package dev.runmark.decode;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Strings of short texts that come again and again (tenants, projects, run types, names): one
 * String for equal bytes, as long as its slot is not taken by another. Bounded, whatever comes.
 */
final class TextCache {

  private static final int SLOTS = 1024;
  private static final int MAX_BYTES = 64;

  private final byte[] @Nullable [] keys = new byte[SLOTS][];
  private final @Nullable String[] texts = new String[SLOTS];

  /** The text of these bytes, which are valid UTF-8. */
  String text(byte[] bytes, int start, int end) {
    if (end - start > MAX_BYTES) {
      return decode(bytes, start, end);
    }
    int slot = slot(bytes, start, end);
    byte[] key = keys[slot];
    String cached = texts[slot];
    if (key != null && cached != null && Arrays.equals(key, 0, key.length, bytes, start, end)) {
      return cached;
    }
    String text = decode(bytes, start, end);
    keys[slot] = Arrays.copyOfRange(bytes, start, end);
    texts[slot] = text;
    return text;
  }

  private static String decode(byte[] bytes, int start, int end) {
    return new String(bytes, start, end - start, StandardCharsets.UTF_8);
  }

  private static int slot(byte[] bytes, int start, int end) {
    int hash = 1;
    for (int i = start; i < end; i++) {
      hash = 31 * hash + bytes[i];
    }
    return (hash ^ hash >>> 16) & SLOTS - 1;
  }
}
