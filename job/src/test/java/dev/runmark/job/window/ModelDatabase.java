package dev.runmark.job.window;

import dev.runmark.decode.record.RunEvent;
import dev.runmark.decode.record.SourceOffset;
import dev.runmark.storage.index.Frontier;
import dev.runmark.storage.index.InMemoryOffsetIndex;
import dev.runmark.storage.index.PartCommit;
import dev.runmark.storage.part.SourcePartition;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * What is committed, and the positions that follow from it: the index's own rule, or that of a
 * plant. No position may ever be above an event that is not committed.
 */
final class ModelDatabase {

  private record Teller(UUID submission, int subtasks, int subtask) {}

  private final Plant plant;
  private final Map<SourcePartition, List<List<RunEvent>>> records;
  private final InMemoryOffsetIndex index = new InMemoryOffsetIndex();
  private final Set<RunEvent> stored = new HashSet<>();
  private final Map<SourcePartition, Integer> firstMissing = new HashMap<>();
  private final Map<SourcePartition, Long> highest = new HashMap<>();
  private final Map<Teller, Frontier> newest = new HashMap<>();
  private long groups;

  /**
   * @param records events by source and offset
   */
  ModelDatabase(Plant plant, Map<SourcePartition, List<List<RunEvent>>> records) {
    this.plant = plant;
    this.records = records;
  }

  /** One transaction. */
  void commit(List<RunEvent> parts, List<Frontier> frontiers) throws IOException {
    stored.addAll(parts);
    for (RunEvent event : parts) {
      highest.merge(event.line().source(), SourceOffset.of(event.line()), Math::max);
    }
    if (plant != Plant.NEWEST_OF_EACH_SUBTASK) {
      tell(frontiers);
    } else {
      for (Frontier frontier : frontiers) {
        tellNewest(frontier);
      }
    }
    check();
  }

  private void tell(List<Frontier> frontiers) throws IOException {
    index.commit(new PartCommit(List.of(), Set.of(), frontiers, part -> List.of()));
  }

  private void tellNewest(Frontier told) throws IOException {
    UUID submission = told.submission();
    newest.merge(
        new Teller(submission, told.subtasks(), told.subtask()),
        told,
        (one, other) -> one.checkpoint() > other.checkpoint() ? one : other);
    groups++;
    for (int subtask = 0; subtask < told.subtasks(); subtask++) {
      Frontier latest = newest.get(new Teller(submission, told.subtasks(), subtask));
      if (latest != null) {
        tell(List.of(new Frontier(submission, groups, subtask, told.subtasks(), latest.sources())));
      }
    }
  }

  private void check() {
    positions()
        .forEach(
            (source, position) -> {
              if (position > firstMissing(source)) {
                throw new AssertionError(
                    "position of partition "
                        + source.partition()
                        + ": "
                        + position
                        + ", not all is committed of offset "
                        + firstMissing(source));
              }
            });
  }

  Map<SourcePartition, Long> positions() {
    Map<SourcePartition, Long> positions = new HashMap<>();
    if (plant == Plant.HIGHEST_OFFSET_OF_PARTS) {
      highest.forEach((source, offset) -> positions.put(source, offset + 1));
    } else {
      long more = plant == Plant.ONE_TOO_HIGH ? 1 : 0;
      index.positions().forEach((source, offset) -> positions.put(source, offset + more));
    }
    return positions;
  }

  /** The lowest offset of which not every event is committed; only rises. */
  private int firstMissing(SourcePartition source) {
    List<List<RunEvent>> ofSource = records.get(source);
    int missing = firstMissing.getOrDefault(source, 0);
    while (missing < ofSource.size() && stored.containsAll(ofSource.get(missing))) {
      missing++;
    }
    firstMissing.put(source, missing);
    return missing;
  }
}
