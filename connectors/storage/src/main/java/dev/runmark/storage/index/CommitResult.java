package dev.runmark.storage.index;

import dev.runmark.storage.part.PartId;
import java.util.Set;

/**
 * What a commit did.
 *
 * @param alreadyCommitted parts that the ledger had before
 * @param rows lines that were added
 * @param covered lines of the new parts that were not needed, since stored ones cover them
 */
public record CommitResult(Set<PartId> alreadyCommitted, long rows, long covered) {

  public CommitResult {
    alreadyCommitted = Set.copyOf(alreadyCommitted);
  }
}
