package dev.runmark.job.window;

import dev.runmark.storage.part.Listing;
import dev.runmark.storage.part.RunLine;
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
 * The order of a trace's runs: a run, then what it called, each by its start and then by its id;
 * what LangSmith's {@code dotted_order} sorts to. A run whose parent is not there stands at the
 * top. Parents come from outside: a run that is its own ancestor comes behind all others.
 */
final class TreeOrder {

  private static final Comparator<Node> BY_START =
      Comparator.comparing(
              Node::start, Comparator.nullsLast(Comparator.<@Nullable Instant>naturalOrder()))
          .thenComparing(Node::run);

  private static final class Node {
    private final UUID run;
    private final List<RunLine> lines = new ArrayList<>(1);
    private final List<Node> children = new ArrayList<>();
    private Listing listing = Listing.NONE;
    private boolean placed;

    Node(UUID run) {
      this.run = run;
    }

    UUID run() {
      return run;
    }

    @Nullable Instant start() {
      return listing.startTime();
    }

    void add(RunLine line) {
      lines.add(line);
      listing = listing.then(line.listing());
    }
  }

  private final Map<UUID, Node> nodes = new LinkedHashMap<>();
  private final List<RunLine> ordered;

  private TreeOrder(List<RunLine> lines) {
    ordered = new ArrayList<>(lines.size());
    for (RunLine line : lines) {
      nodes.computeIfAbsent(line.key().run(), Node::new).add(line);
    }
  }

  /** The lines in that order; several of one run as they are given. */
  static List<RunLine> of(List<RunLine> lines) {
    return lines.size() == 1 ? lines : new TreeOrder(lines).order();
  }

  private List<RunLine> order() {
    List<Node> byStart = new ArrayList<>(nodes.values());
    byStart.sort(BY_START);
    List<Node> tops = new ArrayList<>();
    for (Node node : byStart) {
      UUID parent = node.listing.parent();
      Node above = parent == null ? null : nodes.get(parent);
      (above == null ? tops : above.children).add(node);
    }
    tops.forEach(this::place);
    byStart.forEach(this::place);
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
        ordered.addAll(node.lines);
        for (int i = node.children.size() - 1; i >= 0; i--) {
          next.push(node.children.get(i));
        }
      }
    }
  }
}
