package dev.runmark.sink;

import dev.runmark.storage.part.PartId;
import java.util.List;
import java.util.Set;

/**
 * All that one writer sealed between two barriers, by reference. Immutable: a chained committer
 * gets the very same object.
 *
 * @param parts may be empty
 * @param previous what the same writer (or those it was restored from) sealed in the latest earlier
 *     checkpoint that had parts: when the ledger lacks one, the database is older than the job's
 *     state
 * @param frontiers may be empty
 */
public record PartCommittable(
    List<StagedPart> parts, Set<PartId> previous, List<Frontier> frontiers) {

  public PartCommittable {
    parts = List.copyOf(parts);
    previous = Set.copyOf(previous);
    frontiers = List.copyOf(frontiers);
  }
}
