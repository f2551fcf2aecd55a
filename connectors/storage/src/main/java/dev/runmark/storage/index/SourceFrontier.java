package dev.runmark.storage.index;

import dev.runmark.storage.part.SourcePartition;
import java.util.OptionalLong;

/**
 * How far a subtask had come in one source when a barrier passed.
 *
 * @param lowestPending the lowest offset of which something is not in a sealed part yet; empty when
 *     nothing waits
 * @param highestSeen the highest offset that arrived; empty when the subtask knows of none, while
 *     something that was restored still waits
 */
public record SourceFrontier(
    SourcePartition source, OptionalLong lowestPending, OptionalLong highestSeen) {

  public SourceFrontier {
    boolean silent = lowestPending.isEmpty() && highestSeen.isEmpty();
    if (silent || lowestPending.orElse(0) < 0 || highestSeen.orElse(0) < 0) {
      throw new IllegalArgumentException(
          "frontier of " + source + ": pending " + lowestPending + ", seen " + highestSeen);
    }
  }
}
