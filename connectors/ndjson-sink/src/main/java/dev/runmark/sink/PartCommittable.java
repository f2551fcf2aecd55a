package dev.runmark.sink;

import dev.runmark.storage.index.Frontier;
import dev.runmark.storage.part.PartId;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All that one writer sealed between two barriers, by reference. Immutable: a chained committer
 * gets the very same object.
 *
 * @param parts may be empty
 * @param previous what the same writer (or those it was restored from) sealed in the latest earlier
 *     checkpoint that had parts: when the ledger lacks one, the database is older than the job's
 *     state
 * @param frontier how far the input was at that barrier; null when nobody tells
 */
public record PartCommittable(
    List<StagedPart> parts, Set<PartId> previous, @Nullable Frontier frontier) {

  public PartCommittable {
    parts = List.copyOf(parts);
    previous = Set.copyOf(previous);
  }
}
