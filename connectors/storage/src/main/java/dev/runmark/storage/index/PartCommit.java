package dev.runmark.storage.index;

import dev.runmark.storage.part.PartId;
import dev.runmark.storage.part.SealedPart;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What is to be committed together.
 *
 * @param parts the parts, each once; may be empty
 * @param previous parts that must be in the ledger once this commit is: the chain that shows a
 *     database older than the job's state
 * @param frontiers how far the subtasks were that sealed the parts; known once the parts are in the
 *     ledger, never before
 * @param rows where to get the rows of the parts that are not in the ledger yet
 */
public record PartCommit(
    List<SealedPart> parts, Set<PartId> previous, List<Frontier> frontiers, PartRows rows) {

  public PartCommit {
    parts = List.copyOf(parts);
    previous = Set.copyOf(previous);
    frontiers = List.copyOf(frontiers);
    Set<PartId> seen = new HashSet<>();
    for (SealedPart part : parts) {
      if (!seen.add(part.id())) {
        throw new IllegalArgumentException("part " + part.id() + " stands twice in one commit");
      }
    }
  }
}
