package dev.runmark.sink;

import dev.runmark.storage.part.SourcePartition;
import java.util.OptionalLong;

/**
 * How far a subtask has come in one source when a barrier passed: what says from where the source
 * may be read again.
 *
 * @param lowestPending the lowest offset of which something is not in a sealed part yet; empty when
 *     nothing waits
 * @param highestSeen the highest offset that arrived
 */
public record Frontier(SourcePartition source, OptionalLong lowestPending, long highestSeen) {

  public Frontier {
    if (highestSeen < 0 || lowestPending.orElse(0) < 0) {
      throw new IllegalArgumentException(
          "frontier of " + source + ": pending " + lowestPending + ", seen " + highestSeen);
    }
  }
}
