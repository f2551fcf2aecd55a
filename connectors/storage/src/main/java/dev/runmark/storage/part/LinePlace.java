package dev.runmark.storage.part;

import dev.runmark.storage.objects.ByteRange;

/**
 * Where a line lies: its frame in the part, its place in the decoded frame, and what it must look
 * like there.
 *
 * <p>The invariant of the whole product: <em>the frame decodes alone, the bytes {@code [offset,
 * offset + length)} of the decoded frame are exactly the line without its newline, and their
 * CRC-32C is {@code checksum}.</em>
 *
 * @param frame the frame's bytes in the part, the newlines included
 * @param offset of the line's first byte in the decoded frame
 * @param length of the line in bytes, its newline excluded
 * @param checksum CRC-32C of those bytes
 */
public record LinePlace(ByteRange frame, int offset, int length, int checksum) {

  public LinePlace {
    if (offset < 0 || length <= 0) {
      throw new IllegalArgumentException(
          "line at " + offset + " of frame " + frame + ": length " + length + " bytes");
    }
  }
}
