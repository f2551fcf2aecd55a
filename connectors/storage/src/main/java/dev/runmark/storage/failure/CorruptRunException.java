package dev.runmark.storage.failure;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What lies at a line's place is not that line, or the index does not say a place: never handed
 * out, always reported. Asking again does not help.
 */
public final class CorruptRunException extends ReadException {
  private static final long serialVersionUID = 1L;

  private final UUID run;
  private final transient @Nullable Place place;

  /**
   * Where it should lie.
   *
   * @param start first byte of the frame in the part
   * @param end the byte after its last one
   */
  public record Place(UUID part, long start, long end) {
    @Override
    public String toString() {
      return "part " + part + ", bytes [" + start + ", " + end + ")";
    }
  }

  public CorruptRunException(UUID run, Place place, String why, @Nullable Throwable cause) {
    super("read run " + run + " from " + place + ": " + why, cause);
    this.run = run;
    this.place = place;
  }

  /** The index itself is not sound. */
  public CorruptRunException(UUID run, String why, @Nullable Throwable cause) {
    super("look up run " + run + ": a row of the index is not sound: " + why, cause);
    this.run = run;
    this.place = null;
  }

  public UUID run() {
    return run;
  }

  /** Where it should lie; null when the index does not say. */
  public @Nullable Place place() {
    return place;
  }
}
