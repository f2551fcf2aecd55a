package dev.runmark.storage.json;

import dev.runmark.storage.json.MalformedJsonException.Flaw;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Skips the inside of a string, eight bytes at a time while they are plain ASCII: most bytes of a
 * run lie in strings.
 */
final class StringScan {

  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101_0101_0101_0101L;
  private static final long HIGH_BITS = ONES << 7;
  private static final long SPACES = ONES * ' ';
  private static final long QUOTES = ONES * '"';
  private static final long BACKSLASHES = ONES * '\\';

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
    for (; position + Long.BYTES <= end; position += Long.BYTES) {
      long word = (long) WORD.get(bytes, position);
      long quotes = word ^ QUOTES;
      long backslashes = word ^ BACKSLASHES;
      // A borrow can only mark bytes above one that is marked rightly: the lowest mark is true.
      long marks =
          (word - SPACES & ~word
                  | quotes - ONES & ~quotes
                  | backslashes - ONES & ~backslashes
                  | word)
              & HIGH_BITS;
      if (marks != 0) {
        return position + (Long.numberOfTrailingZeros(marks) >>> 3);
      }
    }
    while (position < end && plain(bytes[position])) {
      position++;
    }
    return position;
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

  private static int skipWide(byte[] bytes, int position, int end) {
    if (bytes[position] >= 0) {
      throw new MalformedJsonException(
          Flaw.NOT_JSON,
          String.format(
              "control character 0x%02x inside a string, at byte %d", bytes[position], position));
    }
    int length = Utf8.sequenceLength(bytes, position, end);
    if (length == 0) {
      throw new MalformedJsonException(
          Flaw.NOT_UTF8,
          String.format("byte 0x%02x is no UTF-8, at byte %d", bytes[position] & 0xff, position));
    }
    return position + length;
  }
}
