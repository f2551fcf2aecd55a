package dev.runmark.storage.json;

import java.util.Arrays;

/** Hexadecimal digits in ASCII. */
final class Hex {

  private static final byte[] VALUES = new byte[256];

  static {
    Arrays.fill(VALUES, (byte) -1);
    for (int value = 0; value < 16; value++) {
      VALUES[Character.forDigit(value, 16)] = (byte) value;
      VALUES[Character.toUpperCase(Character.forDigit(value, 16))] = (byte) value;
    }
  }

  private Hex() {}

  /**
   * The digit's value, -1 when it is none; sign-extended, so that an OR of digits stays negative.
   */
  static int digit(byte ascii) {
    return VALUES[ascii & 0xff];
  }
}
