package dev.runmark.storage.objects;

/**
 * A half-open range of bytes {@code [start, end)} of one object.
 *
 * @param start first byte, from 0
 * @param end the byte after the last one
 */
public record ByteRange(long start, long end) {

  public ByteRange {
    if (start < 0 || end <= start) {
      throw new IllegalArgumentException(
          "byte range [" + start + ", " + end + "): wanted 0 <= start < end");
    }
  }

  /** A range from its start and its length in bytes. */
  public static ByteRange ofLength(long start, long length) {
    return new ByteRange(start, start + length);
  }

  public long length() {
    return end - start;
  }

  /** The value of an HTTP {@code Range} header (RFC 9110, section 14.1.2): both ends inclusive. */
  public String toHeader() {
    return "bytes=" + start + "-" + (end - 1);
  }
}
