package dev.runmark.storage.index;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * How far one subtask had come when a barrier passed. Those of all subtasks at one barrier, taken
 * together, say up to where every source is stored: the safe position of a source is the lowest
 * offset that any of them has pending, and when none has, the one after the highest that any of
 * them has seen. A group that lacks a subtask says nothing, and neither do subtasks at different
 * barriers.
 *
 * @param submission of which definition of the job: checkpoint ids begin again with each. At the
 *     end of the input, of which attempt to execute it
 * @param checkpoint whose barrier it was; 0 at the end of the input
 * @param subtask from 0
 * @param subtasks how many there are of it
 * @param sources those that it has anything to tell of; may be empty
 */
public record Frontier(
    UUID submission, long checkpoint, int subtask, int subtasks, List<SourceFrontier> sources) {

  public Frontier {
    sources = List.copyOf(sources);
    if (subtask < 0 || subtask >= subtasks) {
      throw new IllegalArgumentException(
          "frontier of checkpoint " + checkpoint + ": subtask " + subtask + " of " + subtasks);
    }
    Set<Object> seen = new HashSet<>();
    for (SourceFrontier told : sources) {
      if (!seen.add(told.source())) {
        throw new IllegalArgumentException(
            "frontier of checkpoint " + checkpoint + ": " + told.source() + " stands twice");
      }
    }
  }
}
