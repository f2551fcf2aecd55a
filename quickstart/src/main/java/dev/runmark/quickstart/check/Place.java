package dev.runmark.quickstart.check;

/**
 * Where a line lies and what it is: the range of its frame, its place in the decoded frame, its
 * CRC-32C.
 *
 * @param end exclusive
 */
record Place(long start, long end, int lineOffset, int lineLength, int checksum) {

  @Override
  public String toString() {
    return String.format(
        "[%d, %d), %d bytes from %d, CRC %08x", start, end, lineLength, lineOffset, checksum);
  }
}
