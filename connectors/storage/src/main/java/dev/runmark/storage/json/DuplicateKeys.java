package dev.runmark.storage.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Finds the keys that stand twice in one object, in all objects of a document, however deep.
 *
 * <p>The names of the objects that are open lie on a stack; those of one object are compared with
 * each other when it ends. A few are compared by words that stand for them, many by a table ({@link
 * NameHash}), so that time and memory are linear in what was scanned, whatever names were chosen.
 * Equal words are only a hint: what decides is the names' bytes, escapes resolved.
 *
 * <p>Reusable; one thread at a time.
 */
final class DuplicateKeys {

  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long MIX = 0x9e37_79b9_7f4a_7c15L;

  /** Up to here comparing each with each is cheaper than a table. */
  static final int FEW = 24;

  private static final int LEAST_ROOM = 64;

  /** Room for more names is given back before the next document. */
  private static final int MOST_KEPT_ROOM = 1 << 14;

  private byte[] bytes = new byte[0];
  private long[] words = new long[LEAST_ROOM];
  private int[] starts = new int[LEAST_ROOM];
  private int[] ends = new int[LEAST_ROOM];
  private byte @Nullable [] @Nullable [] escapedNames;
  private int size;

  /** Of each open object, where its names begin. */
  private int[] objects = new int[16];

  private int open;

  /** Slots hold 1 + the number of a name, 0 for none. */
  private int[] table = new int[0];

  private int objectsWithDuplicates;
  private int lastDuplicate;

  void reset(byte[] source) {
    bytes = source;
    size = 0;
    open = 0;
    escapedNames = null;
    objectsWithDuplicates = 0;
    if (words.length > MOST_KEPT_ROOM) {
      resize(LEAST_ROOM);
      table = new int[0];
    }
  }

  /** In how many of the objects that have ended a key stands twice. */
  int objectsWithDuplicates() {
    return objectsWithDuplicates;
  }

  /** Where the second of two equal names begins that was found last. */
  int lastDuplicate() {
    return lastDuplicate;
  }

  void beginObject() {
    if (open == objects.length) {
      objects = Arrays.copyOf(objects, open * 2);
    }
    objects[open++] = size;
  }

  /** A name of the innermost object: its inside, as written. */
  void add(int start, int end, boolean escaped) {
    if (size == words.length) {
      resize(size * 2);
    }
    starts[size] = start;
    ends[size] = end;
    if (escaped || escapedNames != null) {
      keepEscaped(escaped ? EscapedText.decode(new Slice(bytes, start, end - start)) : null);
    }
    byte[] name = escaped ? escapedName(size) : null;
    words[size] = name == null ? word(bytes, start, end) : word(name, 0, name.length);
    size++;
  }

  void endObject() {
    int first = objects[--open];
    int duplicate = size - first > FEW ? amongMany(first) : amongFew(first);
    if (duplicate >= 0) {
      objectsWithDuplicates++;
      lastDuplicate = starts[duplicate];
    }
    size = first;
  }

  private int amongFew(int first) {
    long seen = 0;
    for (int i = first; i < size; i++) {
      long bit = 1L << (words[i] * MIX >>> Long.SIZE - 6);
      if ((seen & bit) != 0 && standsBetween(first, i)) {
        return i;
      }
      seen |= bit;
    }
    return -1;
  }

  private boolean standsBetween(int first, int name) {
    for (int i = first; i < name; i++) {
      if (words[i] == words[name] && same(i, name)) {
        return true;
      }
    }
    return false;
  }

  private int amongMany(int first) {
    int mask = Integer.highestOneBit(size - first) * 4 - 1;
    if (table.length <= mask) {
      table = new int[mask + 1];
    } else {
      Arrays.fill(table, 0, mask + 1, 0);
    }
    for (int i = first; i < size; i++) {
      byte[] name = escapedName(i);
      words[i] =
          name == null ? NameHash.of(bytes, starts[i], ends[i]) : NameHash.of(name, 0, name.length);
      int slot = (int) words[i] & mask;
      while (table[slot] != 0) {
        int other = table[slot] - 1;
        if (words[other] == words[i] && same(i, other)) {
          return i;
        }
        slot = slot + 1 & mask;
      }
      table[slot] = i + 1;
    }
    return -1;
  }

  private boolean same(int one, int other) {
    byte[] escaped = escapedName(one);
    byte[] otherEscaped = escapedName(other);
    return Arrays.equals(
        escaped == null ? bytes : escaped,
        escaped == null ? starts[one] : 0,
        escaped == null ? ends[one] : escaped.length,
        otherEscaped == null ? bytes : otherEscaped,
        otherEscaped == null ? starts[other] : 0,
        otherEscaped == null ? ends[other] : otherEscaped.length);
  }

  /** A short name whole; of a longer one, both ends: equal for equal names. */
  private static long word(byte[] text, int start, int end) {
    int length = end - start;
    if (length >= Long.BYTES) {
      long first = (long) WORD.get(text, start);
      long last = (long) WORD.get(text, end - Long.BYTES);
      return (first * MIX ^ last) * MIX + length;
    }
    long word = 0;
    if (start + Long.BYTES <= text.length) {
      word = (long) WORD.get(text, start) & (1L << length * Byte.SIZE) - 1;
    } else {
      for (int i = end - 1; i >= start; i--) {
        word = word << Byte.SIZE | text[i] & 0xff;
      }
    }
    return word | (long) length << Long.SIZE - Byte.SIZE;
  }

  private void keepEscaped(byte @Nullable [] name) {
    byte[][] names = escapedNames;
    if (names == null || size >= names.length) {
      names = names == null ? new byte[size + 16][] : Arrays.copyOf(names, size * 2 + 16);
      escapedNames = names;
    }
    names[size] = name;
  }

  private byte @Nullable [] escapedName(int name) {
    return escapedNames == null || name >= escapedNames.length ? null : escapedNames[name];
  }

  private void resize(int room) {
    words = Arrays.copyOf(words, room);
    starts = Arrays.copyOf(starts, room);
    ends = Arrays.copyOf(ends, room);
  }
}
