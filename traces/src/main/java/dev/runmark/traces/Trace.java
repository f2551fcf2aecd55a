package dev.runmark.traces;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All spans of one trace, as a tree. Its extent is from the earliest start to the latest end of any
 * span: children may outlive their parent. Spans whose parent is not there (orphans), and those
 * that are their own ancestors, stand at the top like roots.
 */
public final class Trace {

  private static final Comparator<Span> BY_START =
      Comparator.comparingLong(Span::start)
          .thenComparing(Comparator.comparingLong(Span::end).reversed())
          .thenComparing(Span::id);

  /**
   * A span in its tree.
   *
   * @param depth 0 at the top
   * @param orphan whether it names a parent that is not there
   */
  public record Node(Span span, int depth, boolean orphan) {}

  private final String id;
  private final List<Node> nodes = new ArrayList<>();
  private final Map<String, List<Span>> children = new HashMap<>();
  private final long start;
  private final long end;

  private Trace(String id, List<Span> spans) {
    this.id = id;
    start = spans.stream().mapToLong(Span::start).min().orElseThrow();
    end = spans.stream().mapToLong(Span::end).max().orElseThrow();
    arrange(spans);
  }

  /** The traces that spans make up, the earliest first. A span that came twice counts once. */
  public static List<Trace> of(List<Span> spans) {
    Map<String, Map<String, Span>> traces = new LinkedHashMap<>();
    for (Span span : spans) {
      traces.computeIfAbsent(span.trace(), id -> new LinkedHashMap<>()).put(span.id(), span);
    }
    List<Trace> all = new ArrayList<>();
    traces.forEach((id, own) -> all.add(new Trace(id, List.copyOf(own.values()))));
    all.sort(Comparator.comparingLong(Trace::start).thenComparing(Trace::id));
    return all;
  }

  public String id() {
    return id;
  }

  /** Nanoseconds since the epoch: the earliest of all spans. */
  public long start() {
    return start;
  }

  /** Nanoseconds since the epoch: the latest of all spans. */
  public long end() {
    return end;
  }

  /** In nanoseconds, from the earliest start to the latest end. */
  public long duration() {
    return end - start;
  }

  /** Each span after its parent, before its parent's later children. */
  public List<Node> nodes() {
    return nodes;
  }

  /** The spans in the same order. */
  public List<Span> spans() {
    return nodes.stream().map(Node::span).toList();
  }

  /** All that is below a span: its children, theirs, and so on. */
  public List<Span> below(Span span) {
    List<Span> below = new ArrayList<>();
    Set<String> seen = new HashSet<>(Set.of(span.id()));
    Deque<Span> open = new ArrayDeque<>(List.of(span));
    while (!open.isEmpty()) {
      for (Span child : children.getOrDefault(open.pop().id(), List.of())) {
        if (seen.add(child.id())) {
          below.add(child);
          open.push(child);
        }
      }
    }
    return below;
  }

  private void arrange(List<Span> spans) {
    Set<String> ids = new HashSet<>();
    spans.forEach(span -> ids.add(span.id()));
    List<Span> sorted = spans.stream().sorted(BY_START).toList();
    for (Span span : sorted) {
      children.computeIfAbsent(span.parent(), parent -> new ArrayList<>()).add(span);
    }
    Set<String> placed = new HashSet<>();
    for (Span span : sorted) {
      if (!ids.contains(span.parent())) {
        place(span, !span.parent().isEmpty(), placed);
      }
    }
    // What is left hangs in a circle.
    sorted.forEach(span -> place(span, true, placed));
  }

  /** Without recursion: a tree from outside may be as deep as it likes. */
  private void place(Span top, boolean orphan, Set<String> placed) {
    Deque<Node> open = new ArrayDeque<>(List.of(new Node(top, 0, orphan)));
    while (!open.isEmpty()) {
      Node node = open.pop();
      if (placed.add(node.span().id())) {
        nodes.add(node);
        List<Span> below = children.getOrDefault(node.span().id(), List.of());
        for (int i = below.size() - 1; i >= 0; i--) {
          open.push(new Node(below.get(i), node.depth() + 1, false));
        }
      }
    }
  }
}
