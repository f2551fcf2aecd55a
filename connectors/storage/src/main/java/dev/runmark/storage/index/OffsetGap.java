package dev.runmark.storage.index;

/**
 * Offsets that are never read.
 *
 * @param from the first one
 * @param to the one after the last
 */
public record OffsetGap(long from, long to, String reason) {

  public OffsetGap {
    if (from < 0 || from >= to) {
      throw new IllegalArgumentException("gap [" + from + ", " + to + "): wanted 0 <= from < to");
    }
  }
}
