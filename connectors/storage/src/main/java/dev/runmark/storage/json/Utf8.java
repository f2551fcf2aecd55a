package dev.runmark.storage.json;

/** Well-formed UTF-8 as the Unicode Standard, table 3-7, has it. */
public final class Utf8 {

  private Utf8() {}

  /**
   * Length of the well-formed sequence of two to four bytes at the position, 0 when there is none.
   */
  public static int sequenceLength(byte[] bytes, int position, int end) {
    int lead = bytes[position] & 0xff;
    if (lead < 0xc2 || lead > 0xf4) {
      return 0;
    }
    int length = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    if (position + length > end) {
      return 0;
    }
    int second = bytes[position + 1] & 0xff;
    if (second < lowestSecond(lead) || second > highestSecond(lead)) {
      return 0;
    }
    for (int i = position + 2; i < position + length; i++) {
      if ((bytes[i] & 0xc0) != 0x80) {
        return 0;
      }
    }
    return length;
  }

  /** No overlong forms. */
  private static int lowestSecond(int lead) {
    return lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
  }

  /** No surrogates, nothing above U+10FFFF. */
  private static int highestSecond(int lead) {
    return lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
  }
}
