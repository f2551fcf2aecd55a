package dev.runmark.storage.trace;

import dev.runmark.storage.part.Listing;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
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

  /** A run, and what it called as a list of nodes: most runs call nothing. */
  private static final class Node<T> {
    private final T run;
    private final UUID id;
    private final @Nullable UUID parent;
    private final @Nullable Instant start;
    private @Nullable Node<T> firstChild;
    private @Nullable Node<T> lastChild;
    private @Nullable Node<T> nextSibling;
    private boolean placed;

    Node(T run, UUID id, Listing listing) {
      this.run = run;
      this.id = id;
      this.parent = listing.parent();
      this.start = listing.startTime();
    }

    void add(Node<T> child) {
      if (lastChild == null) {
        firstChild = child;
      } else {
        lastChild.nextSibling = child;
      }
      lastChild = child;
    }
  }

  private final List<Node<T>> byStart;
  private final List<T> ordered;
  private final Deque<Node<T>> next = new ArrayDeque<>();

  private TreeOrder(List<Node<T>> byStart) {
    this.byStart = byStart;
    this.ordered = new ArrayList<>(byStart.size());
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
    byStart.sort(TreeOrder::compare);
    return new TreeOrder<>(byStart).order();
  }

  private List<T> order() {
    Map<UUID, Node<T>> nodes = new HashMap<>(2 * byStart.size());
    byStart.forEach(node -> nodes.put(node.id, node));
    List<Node<T>> roots = new ArrayList<>();
    List<Node<T>> orphans = new ArrayList<>();
    for (Node<T> node : byStart) {
      Node<T> above = node.parent == null ? null : nodes.get(node.parent);
      if (above != null) {
        above.add(node);
      } else {
        (node.parent == null ? roots : orphans).add(node);
      }
    }
    roots.forEach(this::place);
    orphans.forEach(this::place);
    if (ordered.size() < byStart.size()) {
      byStart.forEach(this::place);
    }
    return ordered;
  }

  /** A run and all below it. Not by recursion: a tree may be as deep as it has runs. */
  private void place(Node<T> top) {
    visit(top);
    while (!next.isEmpty()) {
      Node<T> node = next.pop();
      if (node.nextSibling != null) {
        next.push(node.nextSibling);
      }
      visit(node);
    }
  }

  private void visit(Node<T> node) {
    if (!node.placed) {
      node.placed = true;
      ordered.add(node.run);
      if (node.firstChild != null) {
        next.push(node.firstChild);
      }
    }
  }

  /** By start, those without one last, then by id. */
  private static int compare(Node<?> one, Node<?> other) {
    int starts;
    if (one.start == null || other.start == null) {
      starts = Boolean.compare(one.start == null, other.start == null);
    } else {
      starts = one.start.compareTo(other.start);
    }
    return starts != 0 ? starts : asPostgres(one.id, other.id);
  }

  /** In order of the sixteen bytes; Java's own order of UUIDs is another. */
  private static int asPostgres(UUID one, UUID other) {
    int high = Long.compareUnsigned(one.getMostSignificantBits(), other.getMostSignificantBits());
    return high != 0
        ? high
        : Long.compareUnsigned(one.getLeastSignificantBits(), other.getLeastSignificantBits());
  }
}
