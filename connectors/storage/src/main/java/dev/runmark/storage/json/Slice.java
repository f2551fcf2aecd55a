package dev.runmark.storage.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The bytes {@code bytes[offset, offset + length)}; nobody changes them. */
public record Slice(byte[] bytes, int offset, int length) {

  public Slice {
    if (offset < 0 || length < 0 || offset > bytes.length - length) {
      throw new IllegalArgumentException(
          "slice " + offset + "+" + length + " of " + bytes.length + " bytes");
    }
  }

  public static Slice of(byte[] bytes) {
    return new Slice(bytes, 0, bytes.length);
  }

  public int end() {
    return offset + length;
  }

  public byte[] toByteArray() {
    return Arrays.copyOfRange(bytes, offset, end());
  }

  public boolean sameBytes(Slice other) {
    return Arrays.equals(bytes, offset, end(), other.bytes, other.offset, other.end());
  }

  /**
   * The bytes as a key of a hash map. Strings compare, so that a map stays fast however many of
   * them somebody has chosen to have one hash; buffers do not.
   */
  public String hashKey() {
    return new String(bytes, offset, length, StandardCharsets.ISO_8859_1);
  }

  /** The bytes as text, for people. */
  @Override
  public String toString() {
    return new String(bytes, offset, length, StandardCharsets.UTF_8);
  }
}
