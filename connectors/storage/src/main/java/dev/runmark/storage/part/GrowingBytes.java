package dev.runmark.storage.part;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;
import java.util.zip.Checksum;

/** Bytes that are only added to. Big endian; variable-length integers are LEB128, unsigned. */
final class GrowingBytes {

  private byte[] bytes;
  private int size;

  GrowingBytes(int capacity) {
    bytes = new byte[capacity];
  }

  int size() {
    return size;
  }

  void putByte(int value) {
    reserve(1);
    bytes[size++] = (byte) value;
  }

  void putInt(int value) {
    reserve(Integer.BYTES);
    for (int shift = 24; shift >= 0; shift -= 8) {
      bytes[size++] = (byte) (value >>> shift);
    }
  }

  void putLong(long value) {
    reserve(Long.BYTES);
    for (int shift = 56; shift >= 0; shift -= 8) {
      bytes[size++] = (byte) (value >>> shift);
    }
  }

  void putUuid(UUID value) {
    putLong(value.getMostSignificantBits());
    putLong(value.getLeastSignificantBits());
  }

  void putUnsigned(long value) {
    reserve(10);
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      bytes[size++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[size++] = (byte) rest;
  }

  /** Zigzag: numbers near zero, of either sign, are short. */
  void putSigned(long value) {
    putUnsigned((value << 1) ^ (value >> 63));
  }

  void putText(String value) {
    byte[] encoded = value.getBytes(StandardCharsets.UTF_8);
    putUnsigned(encoded.length);
    putBytes(encoded, encoded.length);
  }

  void putAll(GrowingBytes other) {
    putBytes(other.bytes, other.size);
  }

  private void putBytes(byte[] source, int length) {
    reserve(length);
    System.arraycopy(source, 0, bytes, size, length);
    size += length;
  }

  void addTo(Checksum checksum) {
    checksum.update(bytes, 0, size);
  }

  byte[] toArray() {
    return size == bytes.length ? bytes : Arrays.copyOf(bytes, size);
  }

  private void reserve(int more) {
    if (more > bytes.length - size) {
      int wanted = Math.addExact(size, more);
      bytes =
          Arrays.copyOf(bytes, Math.max(wanted, (int) Math.min(2L * size, Integer.MAX_VALUE - 8)));
    }
  }
}
