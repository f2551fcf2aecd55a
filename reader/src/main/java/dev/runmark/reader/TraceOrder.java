package dev.runmark.reader;

import dev.runmark.storage.index.IndexedRun;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The order of a trace's runs: a run, then what it called, each by its start and then by its id.
 * Runs whose parent is not there, with what they called, come behind the roots and theirs; last,
 * those that are their own ancestors, which only what comes from outside can be.
 */
final class TraceOrder {

  private static final Comparator<IndexedRun> BY_START =
      Comparator.comparing(
              (IndexedRun run) -> run.listing().startTime(),
              Comparator.nullsLast(Comparator.<@Nullable Instant>naturalOrder()))
          .thenComparing(run -> run.key().run());

  private static final class Node {
    private final IndexedRun run;
    private final List<Node> children = new ArrayList<>(0);
    private boolean placed;

    Node(IndexedRun run) {
      this.run = run;
    }
  }

  private final Map<UUID, Node> nodes = new LinkedHashMap<>();
  private final List<IndexedRun> ordered = new ArrayList<>();

  private TraceOrder(List<IndexedRun> runs) {
    runs.stream().sorted(BY_START).forEach(run -> nodes.put(run.key().run(), new Node(run)));
  }

  static List<IndexedRun> of(List<IndexedRun> runs) {
    return new TraceOrder(runs).order();
  }

  private List<IndexedRun> order() {
    List<Node> roots = new ArrayList<>();
    List<Node> orphans = new ArrayList<>();
    for (Node node : nodes.values()) {
      UUID parent = node.run.listing().parent();
      Node above = parent == null ? null : nodes.get(parent);
      if (above != null) {
        above.children.add(node);
      } else {
        (parent == null ? roots : orphans).add(node);
      }
    }
    roots.forEach(this::place);
    orphans.forEach(this::place);
    nodes.values().forEach(this::place);
    return ordered;
  }

  /** A run and all below it. Not by recursion: a tree may be as deep as it has runs. */
  private void place(Node top) {
    Deque<Node> next = new ArrayDeque<>();
    next.push(top);
    while (!next.isEmpty()) {
      Node node = next.pop();
      if (!node.placed) {
        node.placed = true;
        ordered.add(node.run);
        for (int i = node.children.size() - 1; i >= 0; i--) {
          next.push(node.children.get(i));
        }
      }
    }
  }
}
