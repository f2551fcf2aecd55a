package dev.runmark.storage.json;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** UUIDs as ASCII bytes, without a String between. */
public final class UuidText {

  /** Bytes of the canonical form. */
  public static final int LENGTH = 36;

  /** Braces and each character as an escape of six. */
  private static final int LONGEST_ESCAPED = 6 * (LENGTH + 2);

  private static final byte[] DIGITS = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  private UuidText() {}

  /**
   * The UUID that the text writes in its canonical form (RFC 9562, section 4), in lower or upper
   * case, in braces or not; null when it is anything else.
   */
  public static @Nullable UUID parse(byte[] text, int start, int end) {
    int length = end - start;
    if (length == LENGTH) {
      return parse(text, start);
    }
    if (length == LENGTH + 2 && text[start] == '{' && text[end - 1] == '}') {
      return parse(text, start + 1);
    }
    return null;
  }

  public static @Nullable UUID parse(Slice text) {
    return parse(text.bytes(), text.offset(), text.end());
  }

  /**
   * The same of the inside of a JSON string that a scanner has accepted: {@code \\u0030} is a zero.
   */
  public static @Nullable UUID parseInside(Slice inside) {
    UUID uuid = parse(inside);
    if (uuid == null && inside.length() <= LONGEST_ESCAPED && hasEscapes(inside)) {
      uuid = parse(Slice.of(EscapedText.decode(inside)));
    }
    return uuid;
  }

  private static boolean hasEscapes(Slice inside) {
    for (int i = inside.offset(); i < inside.end(); i++) {
      if (inside.bytes()[i] == '\\') {
        return true;
      }
    }
    return false;
  }

  private static @Nullable UUID parse(byte[] text, int start) {
    if (text[start + 8] != '-'
        || text[start + 13] != '-'
        || text[start + 18] != '-'
        || text[start + 23] != '-') {
      return null;
    }
    long timeLow = digits(text, start, 8);
    long timeMid = digits(text, start + 9, 4);
    long timeHigh = digits(text, start + 14, 4);
    long clock = digits(text, start + 19, 4);
    long node = digits(text, start + 24, 12);
    if ((timeLow | timeMid | timeHigh | clock | node) < 0) {
      return null;
    }
    return new UUID(timeLow << 32 | timeMid << 16 | timeHigh, clock << 48 | node);
  }

  /** Up to fifteen digits; negative when one of them is none. */
  private static long digits(byte[] text, int start, int count) {
    long value = 0;
    for (int i = start; i < start + count; i++) {
      int digit = Hex.digit(text[i]);
      if (digit < 0) {
        return -1;
      }
      value = value << 4 | digit;
    }
    return value;
  }

  /** Writes the canonical form, 36 bytes in lower case. */
  public static void write(UUID uuid, byte[] target, int offset) {
    long high = uuid.getMostSignificantBits();
    long low = uuid.getLeastSignificantBits();
    write(high >>> 32, 8, target, offset);
    target[offset + 8] = '-';
    write(high >>> 16, 4, target, offset + 9);
    target[offset + 13] = '-';
    write(high, 4, target, offset + 14);
    target[offset + 18] = '-';
    write(low >>> 48, 4, target, offset + 19);
    target[offset + 23] = '-';
    write(low, 12, target, offset + 24);
  }

  private static void write(long value, int digits, byte[] target, int offset) {
    for (int i = offset + digits - 1; i >= offset; i--) {
      target[i] = DIGITS[(int) (value & 0xf)];
      value >>>= 4;
    }
  }
}
