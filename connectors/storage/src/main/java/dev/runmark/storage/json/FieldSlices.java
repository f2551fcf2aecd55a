package dev.runmark.storage.json;

import dev.runmark.storage.json.MalformedJsonException.Flaw;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where the fields of one or more objects of a document lie: numbers only, no object per field.
 *
 * <p>Names are compared as what they stand for: {@code "\u0069d"} is the name {@code "id"}.
 * Reusable; one thread at a time.
 */
public final class FieldSlices {

  private static final int NAME_START = 0;
  private static final int NAME_END = 1;
  private static final int VALUE_START = 2;
  private static final int VALUE_END = 3;
  private static final int WIDTH = 4;

  /** Up to here comparing each with each is cheaper than a set. */
  private static final int FEW = 40;

  private byte[] bytes = new byte[0];
  private int[] places = new int[32 * WIDTH];
  private byte @Nullable [] @Nullable [] escapedNames;
  private int size;

  /** Forgets all fields; the next ones lie in these bytes. */
  public void reset(byte[] source) {
    bytes = source;
    size = 0;
    escapedNames = null;
  }

  public int size() {
    return size;
  }

  /** Forgets all fields but the first ones. */
  public void truncate(int newSize) {
    size = Math.min(size, newSize);
  }

  /** Takes the object at the scanner's position whole and adds its fields, in their order. */
  public void readObject(JsonScanner scanner) {
    if (!scanner.beginObject()) {
      return;
    }
    do {
      scanner.nextName();
      skipValue(scanner);
    } while (scanner.moreFields());
  }

  /** Takes the value after the name that the scanner has just read, and adds the field. */
  public void skipValue(JsonScanner scanner) {
    int field = add(scanner);
    scanner.skipValue(1);
    close(field, scanner);
  }

  /** Adds the field whose name the scanner has just read; its value is {@link #close}d later. */
  public int add(JsonScanner scanner) {
    if ((size + 1) * WIDTH > places.length) {
      places = Arrays.copyOf(places, places.length * 2);
    }
    int at = size * WIDTH;
    places[at + NAME_START] = scanner.nameStart();
    places[at + NAME_END] = scanner.nameEnd();
    places[at + VALUE_START] = scanner.position();
    keepEscapedName(scanner.nameEscaped());
    return size++;
  }

  /** Ends the value of a field where the scanner is now. */
  public void close(int field, JsonScanner scanner) {
    places[field * WIDTH + VALUE_END] = scanner.position();
  }

  public int valueStart(int field) {
    return places[field * WIDTH + VALUE_START];
  }

  public int valueEnd(int field) {
    return places[field * WIDTH + VALUE_END];
  }

  public Slice value(int field) {
    return new Slice(bytes, valueStart(field), valueEnd(field) - valueStart(field));
  }

  public boolean isNull(int field) {
    return bytes[valueStart(field)] == 'n';
  }

  /** What the name stands for, in UTF-8. */
  public Slice name(int field) {
    byte[] escaped = escapedName(field);
    return escaped == null ? rawName(field) : Slice.of(escaped);
  }

  /** Whether the name stands for these bytes of UTF-8. */
  public boolean nameIs(int field, byte[] wanted) {
    byte[] escaped = escapedName(field);
    if (escaped != null) {
      return Arrays.equals(escaped, wanted);
    }
    int start = places[field * WIDTH + NAME_START];
    int end = places[field * WIDTH + NAME_END];
    return Arrays.equals(bytes, start, end, wanted, 0, wanted.length);
  }

  /** Length in bytes of what the name stands for. */
  public int nameLength(int field) {
    byte[] escaped = escapedName(field);
    return escaped != null
        ? escaped.length
        : places[field * WIDTH + NAME_END] - places[field * WIDTH + NAME_START];
  }

  /**
   * Refuses two fields of one name among {@code [first, first + count)}.
   *
   * @throws MalformedJsonException of the flaw DUPLICATE_KEY
   */
  public void refuseDuplicates(int first, int count) {
    if (count > FEW) {
      refuseDuplicatesOfMany(first, count);
      return;
    }
    for (int i = first + 1; i < first + count; i++) {
      for (int j = first; j < i; j++) {
        if (sameName(i, j)) {
          throw duplicate(i);
        }
      }
    }
  }

  private void refuseDuplicatesOfMany(int first, int count) {
    Set<String> names = new HashSet<>();
    for (int i = first; i < first + count; i++) {
      if (!names.add(name(i).hashKey())) {
        throw duplicate(i);
      }
    }
  }

  private MalformedJsonException duplicate(int field) {
    return new MalformedJsonException(
        Flaw.DUPLICATE_KEY,
        "a key that stands twice in one object, at byte " + places[field * WIDTH + NAME_START]);
  }

  private boolean sameName(int one, int other) {
    byte[] escapedOne = escapedName(one);
    byte[] escapedOther = escapedName(other);
    if (escapedOne != null || escapedOther != null) {
      return name(one).sameBytes(name(other));
    }
    int start = places[one * WIDTH + NAME_START];
    int end = places[one * WIDTH + NAME_END];
    int otherStart = places[other * WIDTH + NAME_START];
    int otherEnd = places[other * WIDTH + NAME_END];
    return end - start == otherEnd - otherStart
        && Arrays.equals(bytes, start, end, bytes, otherStart, otherEnd);
  }

  private void keepEscapedName(boolean escaped) {
    byte[][] names = escapedNames;
    if (!escaped && (names == null || size >= names.length)) {
      return;
    }
    if (names == null || size >= names.length) {
      names = names == null ? new byte[size + 16][] : Arrays.copyOf(names, size * 2 + 16);
      escapedNames = names;
    }
    names[size] = escaped ? EscapedText.decode(rawName(size)) : null;
  }

  private byte @Nullable [] escapedName(int field) {
    return escapedNames == null || field >= escapedNames.length ? null : escapedNames[field];
  }

  private Slice rawName(int field) {
    int start = places[field * WIDTH + NAME_START];
    return new Slice(bytes, start, places[field * WIDTH + NAME_END] - start);
  }
}
