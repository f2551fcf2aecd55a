package dev.runmark.storage.json;

import java.io.ByteArrayOutputStream;

/** What the inside of a JSON string stands for, its escapes resolved. */
public final class EscapedText {

  private static final String LETTERS = "bfnrt";
  private static final String MEANINGS = "\b\f\n\r\t";

  private EscapedText() {}

  /**
   * The text as UTF-8. A lone surrogate escape becomes its three bytes as if it were a character:
   * no valid text has these, so that different names stay different.
   *
   * @param inside the inside of a string that a scanner has accepted
   */
  public static byte[] decode(Slice inside) {
    byte[] bytes = inside.bytes();
    int end = inside.end();
    ByteArrayOutputStream text = new ByteArrayOutputStream(inside.length());
    int position = inside.offset();
    while (position < end) {
      if (bytes[position] != '\\') {
        text.write(bytes[position++]);
      } else if (bytes[position + 1] != 'u') {
        text.write(meaning(bytes[position + 1]));
        position += 2;
      } else {
        int unit = unit(bytes, position + 2);
        position += 6;
        if (isPair(unit, bytes, position, end)) {
          unit = Character.toCodePoint((char) unit, (char) unit(bytes, position + 2));
          position += 6;
        }
        write(text, unit);
      }
    }
    return text.toByteArray();
  }

  /** Whether a decoded text has a surrogate that stands alone. */
  public static boolean hasLoneSurrogate(byte[] decoded) {
    for (int i = 0; i + 1 < decoded.length; i++) {
      if (decoded[i] == (byte) 0xed && (decoded[i + 1] & 0xff) >= 0xa0) {
        return true;
      }
    }
    return false;
  }

  /** The value of four hexadecimal digits, -1 when they are not. */
  static int unit(byte[] bytes, int position) {
    int unit = 0;
    for (int i = position; i < position + 4; i++) {
      unit = unit << 4 | Hex.digit(bytes[i]);
    }
    return unit < 0 ? -1 : unit;
  }

  private static boolean isPair(int unit, byte[] bytes, int position, int end) {
    return unit >= 0xd800
        && unit <= 0xdbff
        && position + 6 <= end
        && bytes[position] == '\\'
        && bytes[position + 1] == 'u'
        && Character.isLowSurrogate((char) unit(bytes, position + 2));
  }

  private static int meaning(byte letter) {
    int at = LETTERS.indexOf(letter);
    return at < 0 ? letter : MEANINGS.charAt(at);
  }

  private static void write(ByteArrayOutputStream text, int codePoint) {
    if (codePoint < 0x80) {
      text.write(codePoint);
    } else if (codePoint < 0x800) {
      text.write(0xc0 | codePoint >> 6);
      text.write(0x80 | codePoint & 0x3f);
    } else if (codePoint < 0x10000) {
      text.write(0xe0 | codePoint >> 12);
      text.write(0x80 | codePoint >> 6 & 0x3f);
      text.write(0x80 | codePoint & 0x3f);
    } else {
      text.write(0xf0 | codePoint >> 18);
      text.write(0x80 | codePoint >> 12 & 0x3f);
      text.write(0x80 | codePoint >> 6 & 0x3f);
      text.write(0x80 | codePoint & 0x3f);
    }
  }
}
