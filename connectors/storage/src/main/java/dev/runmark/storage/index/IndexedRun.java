package dev.runmark.storage.index;

import dev.runmark.storage.part.Listing;
import dev.runmark.storage.part.RunKey;
import java.util.List;
import java.util.UUID;

/**
 * What the index says of one run, read by one statement.
 *
 * @param created false when only patches are known of it so far
 * @param listing of all its lines together
 * @param lines where they lie, in reading order; at least one
 */
public record IndexedRun(
    RunKey key, UUID trace, boolean created, Listing listing, List<LineLocation> lines) {

  public IndexedRun {
    lines = List.copyOf(lines);
  }
}
