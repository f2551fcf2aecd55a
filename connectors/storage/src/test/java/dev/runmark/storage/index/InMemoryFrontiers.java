package dev.runmark.storage.index;

import dev.runmark.storage.part.SourcePartition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/** The rule of {@code fold_frontiers} in Java, compared with it by {@link RandomFrontiersIT}. */
final class InMemoryFrontiers {

  private record Subtask(long checkpoint, int subtask) {}

  private record Group(UUID submission, long checkpoint) {}

  private final Map<UUID, TreeMap<Subtask, Frontier>> told = new HashMap<>();
  private final Map<SourcePartition, Long> positions = new HashMap<>();

  void add(Frontier frontier) {
    told.computeIfAbsent(
            frontier.submission(),
            any ->
                new TreeMap<>(
                    Comparator.comparing(Subtask::checkpoint).thenComparing(Subtask::subtask)))
        .putIfAbsent(new Subtask(frontier.checkpoint(), frontier.subtask()), frontier);
  }

  Map<SourcePartition, Long> positions() {
    fold();
    return Map.copyOf(positions);
  }

  void fold() {
    for (TreeMap<Subtask, Frontier> submission : told.values()) {
      Map<Group, List<Frontier>> groups = new HashMap<>();
      for (Frontier frontier : submission.values()) {
        groups
            .computeIfAbsent(
                new Group(frontier.submission(), frontier.checkpoint()), any -> new ArrayList<>())
            .add(frontier);
      }
      groups.values().removeIf(group -> !isComplete(group));
      groups.values().forEach(this::raise);
      groups.keySet().stream()
          .mapToLong(Group::checkpoint)
          .max()
          .ifPresent(newest -> submission.keySet().removeIf(key -> key.checkpoint() <= newest));
    }
    told.values().removeIf(Map::isEmpty);
  }

  private static boolean isComplete(List<Frontier> group) {
    return group.stream().allMatch(frontier -> frontier.subtasks() == group.size());
  }

  private void raise(Collection<Frontier> group) {
    Map<SourcePartition, Long> pending = new HashMap<>();
    Map<SourcePartition, Long> seen = new HashMap<>();
    Set<SourcePartition> sources = new HashSet<>();
    for (Frontier frontier : group) {
      for (SourceFrontier of : frontier.sources()) {
        sources.add(of.source());
        of.lowestPending().ifPresent(offset -> pending.merge(of.source(), offset, Math::min));
        of.highestSeen().ifPresent(offset -> seen.merge(of.source(), offset, Math::max));
      }
    }
    for (SourcePartition source : sources) {
      Long lowest = pending.get(source);
      long position = lowest == null ? seen.getOrDefault(source, -1L) + 1 : lowest;
      positions.merge(source, position, Math::max);
    }
  }
}
