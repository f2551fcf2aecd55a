package dev.runmark.storage.json;

import dev.runmark.storage.json.MalformedJsonException.Flaw;
import org.jspecify.annotations.Nullable;

/**
 * A strict cursor over JSON in UTF-8 (RFC 8259): it tells where names and values begin and end, and
 * refuses whatever is not JSON, in one pass and without allocating.
 *
 * <p>The caller walks the outer objects and arrays ({@link #beginObject}, {@link #nextName}, {@link
 * #skipValue}, {@link #moreFields}); everything below is skipped, but checked: grammar, UTF-8, no
 * control characters in strings, the limits. Nesting is counted in a bit set, so no input can
 * overflow the stack. Keys that stand twice are JSON: a scanner {@link #ofUniqueKeys} counts the
 * objects that have some, for its caller to judge.
 *
 * <p>Reusable; one thread at a time.
 */
public final class JsonScanner {

  private final JsonLimits limits;
  private final StringScan strings;
  private final NestingBits nesting;
  private final @Nullable DuplicateKeys duplicates;

  private byte[] bytes = new byte[0];
  private int end;
  private int position;
  private int nameStart;
  private int nameEnd;
  private boolean nameEscaped;
  private int keys;
  private int lastLineBreak = -1;

  public JsonScanner(JsonLimits limits) {
    this(limits, null);
  }

  private JsonScanner(JsonLimits limits, @Nullable DuplicateKeys duplicates) {
    this.limits = limits;
    this.duplicates = duplicates;
    this.strings = new StringScan(limits.stringBytes());
    this.nesting = new NestingBits(limits.depth());
  }

  /** A scanner that looks for keys that stand twice in one object, at all levels. */
  public static JsonScanner ofUniqueKeys(JsonLimits limits) {
    return new JsonScanner(limits, new DuplicateKeys());
  }

  public void reset(byte[] source, int offset, int length) {
    bytes = source;
    position = offset;
    end = offset + length;
    keys = 0;
    lastLineBreak = -1;
    if (duplicates != null) {
      duplicates.reset(source);
    }
  }

  public byte[] bytes() {
    return bytes;
  }

  /** Where the next byte is read. */
  public int position() {
    return position;
  }

  /** Where the name that was read last begins, behind its quote. */
  public int nameStart() {
    return nameStart;
  }

  /** Where the name that was read last ends, before its quote. */
  public int nameEnd() {
    return nameEnd;
  }

  /** Whether the name that was read last has escapes. */
  public boolean nameEscaped() {
    return nameEscaped;
  }

  /** Whether a line break was met between tokens at or after the given position. */
  public boolean lineBreakSince(int from) {
    return lastLineBreak >= from;
  }

  /** How many objects that have ended since the reset have a key twice. */
  public int objectsWithDuplicates() {
    return duplicates == null ? 0 : duplicates.objectsWithDuplicates();
  }

  /** Where the second of two equal keys begins that was found last. */
  public int lastDuplicate() {
    return duplicates == null ? -1 : duplicates.lastDuplicate();
  }

  /** The next byte that is no white space, without taking it; -1 at the end. */
  public int peek() {
    while (position < end) {
      byte next = bytes[position];
      if (next > ' ' || next < 0) {
        return next & 0xff;
      }
      if (next == '\n' || next == '\r') {
        lastLineBreak = position;
      } else if (next != ' ' && next != '\t') {
        return next & 0xff;
      }
      position++;
    }
    return -1;
  }

  /** Takes <code>{</code>; false when the object is empty, and then it is taken whole. */
  public boolean beginObject() {
    expect('{');
    return !taken('}') && beginKeys();
  }

  /** Takes a name and its colon, up to the value. */
  public void nextName() {
    expect('"');
    nameStart = position;
    endString();
    nameEnd = position - 1;
    nameEscaped = strings.escaped();
    if (++keys > limits.keys()) {
      throw flaw(Flaw.TOO_LARGE, "more than " + limits.keys() + " keys");
    }
    if (duplicates != null) {
      duplicates.add(nameStart, nameEnd, nameEscaped);
    }
    expect(':');
    peek();
  }

  /** Takes what follows a value in an object; false when that was its end. */
  public boolean moreFields() {
    return more('}') || endKeys();
  }

  /** Takes <code>[</code>; false when the array is empty, and then it is taken whole. */
  public boolean beginArray() {
    expect('[');
    return !taken(']');
  }

  /** Takes what follows an element of an array, up to the next; false when that was its end. */
  public boolean moreElements() {
    return more(']');
  }

  /** Refuses anything but white space up to the end. */
  public void expectEnd() {
    if (peek() >= 0) {
      throw unexpected("nothing more");
    }
  }

  /**
   * Takes one value whole.
   *
   * @param outer how many containers the caller has entered that count for the depth
   */
  public void skipValue(int outer) {
    nesting.begin(outer);
    do {
      if (beginValue()) {
        continue;
      }
      closeContainers();
    } while (!nesting.done());
  }

  /** Takes a scalar, or the beginning of a container; true when a value must follow. */
  private boolean beginValue() {
    switch (peek()) {
      case '{' -> {
        enter(true);
        if (!taken('}')) {
          beginKeys();
          nextName();
          return true;
        }
        nesting.leave();
      }
      case '[' -> {
        enter(false);
        if (!taken(']')) {
          return true;
        }
        nesting.leave();
      }
      case '"' -> {
        position++;
        endString();
      }
      case 't' -> literal("true");
      case 'f' -> literal("false");
      case 'n' -> literal("null");
      case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number();
      default -> throw unexpected("a value");
    }
    return false;
  }

  /** After a value: leaves the containers that end here, up to the next value. */
  private void closeContainers() {
    while (!nesting.done()) {
      boolean object = nesting.inObject();
      if (more(object ? '}' : ']')) {
        if (object) {
          nextName();
        }
        return;
      }
      if (object) {
        endKeys();
      }
      nesting.leave();
    }
  }

  /** True: there are keys to come. */
  private boolean beginKeys() {
    if (duplicates != null) {
      duplicates.beginObject();
    }
    return true;
  }

  /** False: there are no keys to come. */
  private boolean endKeys() {
    if (duplicates != null) {
      duplicates.endObject();
    }
    return false;
  }

  private void enter(boolean object) {
    if (!nesting.enter(object)) {
      throw flaw(Flaw.TOO_DEEP, "nested deeper than " + limits.depth());
    }
    position++;
  }

  private void endString() {
    position = strings.skip(bytes, position, end);
  }

  private void literal(String word) {
    for (int i = 0; i < word.length(); i++, position++) {
      if (position == end || bytes[position] != word.charAt(i)) {
        throw unexpected(word);
      }
    }
  }

  private void number() {
    int start = position;
    if (bytes[position] == '-') {
      position++;
    }
    if (position < end && bytes[position] == '0') {
      position++;
    } else {
      digits();
    }
    if (position < end && bytes[position] == '.') {
      position++;
      digits();
    }
    if (position < end && (bytes[position] | 0x20) == 'e') {
      position++;
      if (position < end && (bytes[position] == '+' || bytes[position] == '-')) {
        position++;
      }
      digits();
    }
    if (position - start > limits.numberBytes()) {
      throw flaw(Flaw.TOO_LARGE, "a number of more than " + limits.numberBytes() + " bytes");
    }
  }

  private void digits() {
    int start = position;
    while (position < end && bytes[position] >= '0' && bytes[position] <= '9') {
      position++;
    }
    if (position == start) {
      throw unexpected("a digit");
    }
  }

  private boolean more(char close) {
    if (taken(close)) {
      return false;
    }
    if (!taken(',')) {
      throw unexpected("',' or '" + close + "'");
    }
    return true;
  }

  private boolean taken(char wanted) {
    if (peek() != wanted) {
      return false;
    }
    position++;
    return true;
  }

  private void expect(char wanted) {
    if (!taken(wanted)) {
      throw unexpected("'" + wanted + "'");
    }
  }

  private MalformedJsonException unexpected(String wanted) {
    if (position >= end) {
      return flaw(Flaw.NOT_JSON, "ends where " + wanted + " was expected");
    }
    int found = bytes[position] & 0xff;
    if (found >= 0x80 && Utf8.sequenceLength(bytes, position, end) == 0) {
      return flaw(Flaw.NOT_UTF8, String.format("byte 0x%02x is no UTF-8", found));
    }
    return flaw(Flaw.NOT_JSON, String.format("byte 0x%02x where %s was expected", found, wanted));
  }

  private MalformedJsonException flaw(Flaw flaw, String what) {
    return new MalformedJsonException(flaw, what + ", at byte " + position);
  }
}
