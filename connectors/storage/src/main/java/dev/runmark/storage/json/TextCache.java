package dev.runmark.storage.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Strings of short texts that come again and again (tenants, topics, projects, run types, names):
 * one String for equal bytes, as long as its slot is not taken by another. Bounded, whatever comes.
 * For any thread: what one has put there another may see late, and never in part.
 */
public final class TextCache {

  private static final int SLOTS = 1024;
  private static final int MAX_BYTES = 64;

  private record Entry(byte[] bytes, String text) {}

  private final @Nullable Entry[] entries = new Entry[SLOTS];

  /** The text of these bytes, which are valid UTF-8. */
  public String text(byte[] bytes, int start, int end) {
    if (end - start > MAX_BYTES) {
      return decode(bytes, start, end);
    }
    int slot = slot(bytes, start, end);
    Entry known = entries[slot];
    if (known != null && Arrays.equals(known.bytes, 0, known.bytes.length, bytes, start, end)) {
      return known.text;
    }
    String text = decode(bytes, start, end);
    entries[slot] = new Entry(Arrays.copyOfRange(bytes, start, end), text);
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
