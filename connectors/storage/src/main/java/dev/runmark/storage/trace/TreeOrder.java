package dev.runmark.storage.trace;

import dev.runmark.storage.part.Listing;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The order of a trace's runs: a run, then what it called, each by its start and then by its id;
 * what LangSmith's {@code dotted_order} sorts to. Runs whose parent is not there, with what they
 * called, come behind the roots and theirs; last, those that are their own ancestors, which only
 * what comes from outside can be.
 *
 * <p>A part is written and a trace is read in it, so that a trace lies as it is read.
 */
public final class TreeOrder<T> {

  private static final Comparator<Node<?>> BY_START =
      Comparator.comparing(
              (Node<?> node) -> node.listing.startTime(),
              Comparator.nullsLast(Comparator.<@Nullable Instant>naturalOrder()))
          .thenComparing(node -> node.id, TreeOrder::asPostgres);

  private static final class Node<T> {
    private final T run;
    private final UUID id;
    private final Listing listing;
    private final List<Node<T>> children = new ArrayList<>(0);
    private boolean placed;

    Node(T run, UUID id, Listing listing) {
      this.run = run;
      this.id = id;
      this.listing = listing;
    }
  }

  private final Map<UUID, Node<T>> nodes;
  private final List<T> ordered;
  private final Deque<Node<T>> next = new ArrayDeque<>();

  private TreeOrder(Map<UUID, Node<T>> nodes) {
    this.nodes = nodes;
    this.ordered = new ArrayList<>(nodes.size());
  }

  /**
   * The runs in that order.
   *
   * @param runs of one trace, each once
   * @param id of a run
   * @param listing of a run, of which start and parent are asked
   */
  public static <T> List<T> of(
      Collection<T> runs, Function<T, UUID> id, Function<T, Listing> listing) {
    List<Node<T>> byStart = new ArrayList<>(runs.size());
    for (T run : runs) {
      byStart.add(new Node<>(run, id.apply(run), listing.apply(run)));
    }
    byStart.sort(BY_START);
    Map<UUID, Node<T>> nodes = new LinkedHashMap<>(2 * byStart.size());
    byStart.forEach(node -> nodes.put(node.id, node));
    return new TreeOrder<>(nodes).order();
  }

  private List<T> order() {
    List<Node<T>> roots = new ArrayList<>();
    List<Node<T>> orphans = new ArrayList<>();
    for (Node<T> node : nodes.values()) {
      UUID parent = node.listing.parent();
      Node<T> above = parent == null ? null : nodes.get(parent);
      if (above != null) {
        above.children.add(node);
      } else {
        (parent == null ? roots : orphans).add(node);
      }
    }
    roots.forEach(this::place);
    orphans.forEach(this::place);
    if (ordered.size() < nodes.size()) {
      nodes.values().forEach(this::place);
    }
    return ordered;
  }

  /** A run and all below it. Not by recursion: a tree may be as deep as it has runs. */
  private void place(Node<T> top) {
    next.push(top);
    while (!next.isEmpty()) {
      Node<T> node = next.pop();
      if (!node.placed) {
        node.placed = true;
        ordered.add(node.run);
        for (int i = node.children.size() - 1; i >= 0; i--) {
          next.push(node.children.get(i));
        }
      }
    }
  }

  /** In order of the sixteen bytes; Java's own order of UUIDs is another. */
  private static int asPostgres(UUID one, UUID other) {
    int high = Long.compareUnsigned(one.getMostSignificantBits(), other.getMostSignificantBits());
    return high != 0
        ? high
        : Long.compareUnsigned(one.getLeastSignificantBits(), other.getLeastSignificantBits());
  }
}
