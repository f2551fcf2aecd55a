package dev.runmark.proof.simulation;

import dev.runmark.storage.part.PartId;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * From where a job can begin: a completed checkpoint, or a start without state.
 *
 * @param submission of the job that goes on from it
 * @param offsets of each partition, the next to read
 * @param state of all subtasks; null for a start without
 * @param parts what the job may still have to commit, and a sweep must not take
 */
record Checkpoint(
    UUID submission,
    long id,
    int[] offsets,
    int parallelism,
    @Nullable TaskState state,
    Set<PartId> parts) {

  /** The same state, for a job that is submitted anew. */
  Checkpoint submittedAs(UUID other) {
    return new Checkpoint(other, id, offsets, parallelism, state, parts);
  }
}
