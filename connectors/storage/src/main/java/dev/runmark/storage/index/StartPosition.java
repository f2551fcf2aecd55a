package dev.runmark.storage.index;

/**
 * Where reading of a source may begin.
 *
 * @param offset every lower one is stored, gone, or was not wanted
 * @param reason {@link #STORED}, or how the start was decided
 */
public record StartPosition(long offset, String reason) {

  /** Frontiers have raised it. */
  public static final String STORED = "stored";
}
