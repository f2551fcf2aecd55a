package dev.runmark.quickstart.check;

import java.util.UUID;

/**
 * A row of the view {@code lines}.
 *
 * @param siblings how many lines the run's row says that it has, this one included
 * @param end exclusive
 * @param row what the run's row says that it is listed by
 */
record VisibleLine(
    LineId id,
    int siblings,
    int source,
    boolean created,
    UUID part,
    long start,
    long end,
    int lineOffset,
    int lineLength,
    int checksum,
    Listed row) {

  Place place() {
    return new Place(start, end, lineOffset, lineLength, checksum);
  }

  @Override
  public String toString() {
    return "run " + id.run() + " in part " + part + " [" + start + ", " + end + ")";
  }
}
