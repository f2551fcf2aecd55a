package dev.runmark.storage.json;

import dev.runmark.storage.json.MalformedJsonException.Flaw;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Skips the inside of a string, 32 bytes at a time while they are plain ASCII: most bytes of a run
 * lie in strings.
 */
final class StringScan {

  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101_0101_0101_0101L;
  private static final long HIGH_BITS = ONES << 7;
  private static final long BACKSLASHES = ONES * '\\';

  // With this bit turned around, the quote and all control characters are less than 0x21, and of
  // ASCII nothing else is.
  private static final long SECOND_BITS = ONES * 0x02;
  private static final long ABOVE_QUOTE = ONES * 0x21;

  private static final int SHORT = 2 * Long.BYTES;
  private static final int BLOCK = 4 * Long.BYTES;

  private final int limit;
  private boolean escaped;

  StringScan(int limit) {
    this.limit = limit;
  }

  /** Whether the string that was skipped last has escapes. */
  boolean escaped() {
    return escaped;
  }

  /** From the byte behind the opening quote to the one behind the closing quote. */
  int skip(byte[] bytes, int start, int end) {
    escaped = false;
    int position = start;
    while (true) {
      position = skipPlain(bytes, position, end);
      if (position >= end) {
        throw new MalformedJsonException(
            Flaw.NOT_JSON, "ends inside a string, at byte " + position);
      }
      byte next = bytes[position];
      if (next == '"') {
        break;
      }
      position = next == '\\' ? skipEscape(bytes, position, end) : skipWide(bytes, position, end);
    }
    if (position - start > limit) {
      throw new MalformedJsonException(
          Flaw.TOO_LARGE, "a string of more than " + limit + " bytes, at byte " + start);
    }
    return position + 1;
  }

  /** To the first byte that is a quote, a backslash, a control character or no ASCII. */
  private static int skipPlain(byte[] bytes, int start, int end) {
    int position = start;
    // Ids, names and what lies between two escapes mostly end here.
    for (; position + Long.BYTES <= end && position < start + SHORT; position += Long.BYTES) {
      long marks = marks(bytes, position);
      if (marks != 0) {
        return lowest(marks, position);
      }
    }
    for (; position + BLOCK <= end; position += BLOCK) {
      long first = marks(bytes, position);
      long second = marks(bytes, position + 8);
      long third = marks(bytes, position + 16);
      long fourth = marks(bytes, position + 24);
      if ((first | second | third | fourth) != 0) {
        if ((first | second) != 0) {
          return first != 0 ? lowest(first, position) : lowest(second, position + 8);
        }
        return third != 0 ? lowest(third, position + 16) : lowest(fourth, position + 24);
      }
    }
    while (position < end && plain(bytes[position])) {
      position++;
    }
    return position;
  }

  /**
   * The highest bit of each of eight bytes that is to be looked at, and perhaps of others above the
   * lowest such byte: a borrow only comes from one that is marked rightly.
   */
  private static long marks(byte[] bytes, int position) {
    long word = (long) WORD.get(bytes, position);
    return ((word ^ SECOND_BITS) - ABOVE_QUOTE | (word ^ BACKSLASHES) - ONES | word) & HIGH_BITS;
  }

  private static int lowest(long marks, int position) {
    return position + (Long.numberOfTrailingZeros(marks) >>> 3);
  }

  private static boolean plain(byte next) {
    return next >= ' ' && next != '"' && next != '\\';
  }

  private int skipEscape(byte[] bytes, int position, int end) {
    escaped = true;
    int letter = position + 1 < end ? bytes[position + 1] : 0;
    switch (letter) {
      case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> {
        return position + 2;
      }
      case 'u' -> {
        if (position + 6 <= end && EscapedText.unit(bytes, position + 2) >= 0) {
          return position + 6;
        }
      }
      default -> {
        // refused below
      }
    }
    throw new MalformedJsonException(
        Flaw.NOT_JSON, "an escape that JSON does not know, at byte " + position);
  }

  /** All characters of several bytes in a row: of most scripts they come so. */
  private static int skipWide(byte[] bytes, int start, int end) {
    if (bytes[start] >= 0) {
      throw new MalformedJsonException(
          Flaw.NOT_JSON,
          String.format(
              "control character 0x%02x inside a string, at byte %d", bytes[start], start));
    }
    int position = start;
    do {
      int length = Utf8.sequenceLength(bytes, position, end);
      if (length == 0) {
        throw new MalformedJsonException(
            Flaw.NOT_UTF8,
            String.format("byte 0x%02x is no UTF-8, at byte %d", bytes[position] & 0xff, position));
      }
      position += length;
    } while (position < end && bytes[position] < 0);
    return position;
  }
}
