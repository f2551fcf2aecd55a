package dev.runmark.quickstart.check;

import com.google.gson.stream.JsonReader;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * The digest of one JSON value: of its tokens without white space, strings unescaped, numbers as
 * they stand.
 */
final class ValueDigest {

  private final MessageDigest sha256 = Sha256.digest();
  private byte[] bytes = new byte[64 * 1024];
  private int size;

  /** Consumes the next value of the reader. */
  byte[] of(JsonReader reader) throws IOException {
    size = 0;
    value(reader);
    sha256.update(bytes, 0, size);
    return sha256.digest();
  }

  /** The digest of a string that was consumed already. */
  byte[] of(String text) {
    size = 0;
    string(text);
    sha256.update(bytes, 0, size);
    return sha256.digest();
  }

  /** The digest of a number that was consumed already, as it stood. */
  byte[] ofNumber(String number) {
    size = 0;
    plain(number);
    sha256.update(bytes, 0, size);
    return sha256.digest();
  }

  private void value(JsonReader reader) throws IOException {
    switch (reader.peek()) {
      case BEGIN_OBJECT -> object(reader);
      case BEGIN_ARRAY -> array(reader);
      case STRING -> string(reader.nextString());
      case NUMBER -> plain(reader.nextString());
      case BOOLEAN -> plain(reader.nextBoolean() ? "true" : "false");
      default -> {
        reader.nextNull();
        plain("null");
      }
    }
  }

  private void object(JsonReader reader) throws IOException {
    reader.beginObject();
    put('{');
    while (reader.hasNext()) {
      string(reader.nextName());
      put(':');
      value(reader);
      put(',');
    }
    put('}');
    reader.endObject();
  }

  private void array(JsonReader reader) throws IOException {
    reader.beginArray();
    put('[');
    while (reader.hasNext()) {
      value(reader);
      put(',');
    }
    put(']');
    reader.endArray();
  }

  private void plain(String token) {
    for (int i = 0; i < token.length(); i++) {
      put(token.charAt(i));
    }
  }

  private void string(String text) {
    put('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        put('\\');
      }
      put(c);
    }
    put('"');
  }

  /** As UTF-8 does, but a surrogate by itself: a lone one must not become a question mark. */
  private void put(char c) {
    if (size + 3 > bytes.length) {
      bytes = Arrays.copyOf(bytes, 2 * bytes.length);
    }
    if (c < 0x80) {
      bytes[size++] = (byte) c;
    } else if (c < 0x800) {
      bytes[size++] = (byte) (0xc0 | c >> 6);
      bytes[size++] = (byte) (0x80 | c & 0x3f);
    } else {
      bytes[size++] = (byte) (0xe0 | c >> 12);
      bytes[size++] = (byte) (0x80 | c >> 6 & 0x3f);
      bytes[size++] = (byte) (0x80 | c & 0x3f);
    }
  }
}
