package dev.runmark.storage.index;

import dev.runmark.storage.part.PartId;
import java.util.Set;

/**
 * What a commit did.
 *
 * @param alreadyCommitted parts that the ledger had before
 * @param rows lines that were added
 * @param covered lines of the new parts that were not needed, since stored ones cover them
 * @param merged those of the added lines whose run had another one before
 */
public record CommitResult(Set<PartId> alreadyCommitted, long rows, long covered, long merged) {

  public CommitResult {
    alreadyCommitted = Set.copyOf(alreadyCommitted);
  }
}
