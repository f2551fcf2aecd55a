package dev.runmark.quickstart.check.topic;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Bytes of a record as text. */
final class Text {

  private Text() {}

  static String ascii(byte[] bytes, int start, int end) {
    return new String(bytes, start, end - start, StandardCharsets.ISO_8859_1);
  }

  /** Strict: what is no UTF-8 is refused. */
  static String utf8(byte[] bytes) throws RefusedException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new RefusedException("no UTF-8", e);
    }
  }

  /** The inside of a JSON string, which is known to be one; a lone surrogate stays one. */
  static String unescaped(byte[] bytes, int start, int end) {
    String text = new String(bytes, start, end - start, StandardCharsets.UTF_8);
    int escape = text.indexOf('\\');
    if (escape < 0) {
      return text;
    }
    StringBuilder plain = new StringBuilder(text.length());
    int from = 0;
    while (escape >= 0) {
      plain.append(text, from, escape);
      char letter = text.charAt(escape + 1);
      from = escape + 2;
      switch (letter) {
        case 'u' -> {
          plain.append((char) Integer.parseInt(text.substring(from, from + 4), 16));
          from += 4;
        }
        case 'b' -> plain.append('\b');
        case 'f' -> plain.append('\f');
        case 'n' -> plain.append('\n');
        case 'r' -> plain.append('\r');
        case 't' -> plain.append('\t');
        default -> plain.append(letter);
      }
      escape = text.indexOf('\\', from);
    }
    return plain.append(text, from, text.length()).toString();
  }

  /** Neither the character U+0000 nor half a surrogate pair. */
  static boolean storable(String text) {
    return text.indexOf(0) < 0
        && text.codePoints()
            .noneMatch(
                point -> point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE);
  }
}
