package dev.runmark.quickstart.check.topic;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Tells runs, envelopes and batch bodies apart, as producers.md and bad-input.md do. */
final class Candidates {

  private final byte[] value;
  private final List<Candidate> found = new ArrayList<>();

  private Candidates(byte[] value) {
    this.value = value;
  }

  /**
   * @throws RefusedException where the whole record must be refused
   */
  static List<Candidate> of(byte[] value, Limits limits) throws RefusedException {
    Candidates candidates = new Candidates(value);
    for (Node node : Documents.of(value, limits)) {
      candidates.add(node);
    }
    if (candidates.found.isEmpty()) {
      throw new RefusedException("no run in it");
    }
    if (candidates.found.size() > limits.events()) {
      throw new RefusedException(candidates.found.size() + " events");
    }
    return candidates.found;
  }

  private void add(Node node) throws RefusedException {
    if (!node.object() || isRun(node)) {
      run(node, Operation.CREATE);
    } else if (node.names().contains("operation") && node.names().contains("run")) {
      envelope(node);
    } else {
      batch(node);
    }
  }

  private static boolean isRun(Node node) {
    if (any(node, "id", value -> !value.isNull())) {
      return true;
    }
    boolean named =
        any(node, "trace_id", value -> !value.isNull())
            || any(node, "dotted_order", value -> !value.isNull());
    if (node.names().contains("operation") && node.names().contains("run")) {
      return named && !any(node, "run", Node::object);
    }
    return named || !any(node, "post", Node::array) && !any(node, "patch", Node::array);
  }

  /** Where a name stands twice, each of its values counts: what it is must not hang on the last. */
  private static boolean any(Node node, String name, Predicate<Node> what) {
    for (int i = 0; i < node.names().size(); i++) {
      if (node.names().get(i).equals(name) && what.test(node.children().get(i))) {
        return true;
      }
    }
    return false;
  }

  private void run(Node node, @Nullable Operation operation) {
    boolean flaw = !node.object() || node.twice() || operation == null;
    found.add(new Candidate(found.size(), operation, node, flaw));
  }

  private void envelope(Node node) throws RefusedException {
    Node run = node.field("run");
    if (run == null || !run.object()) {
      throw new RefusedException("the run of an envelope is no object");
    }
    refuseTwiceOutside(node, run);
    run(run, operation(node.field("operation")));
  }

  private void batch(Node node) throws RefusedException {
    refuseTwiceOutside(node, null);
    for (String name : List.of("post", "patch")) {
      Node runs = node.told(name);
      if (runs != null && !runs.array()) {
        throw new RefusedException(name + " is no array");
      }
    }
    for (int i = 0; i < node.names().size(); i++) {
      String name = node.names().get(i);
      Node runs = node.children().get(i);
      if (runs.array() && (name.equals("post") || name.equals("patch"))) {
        Operation operation = name.equals("post") ? Operation.CREATE : Operation.PATCH;
        runs.children().forEach(each -> run(each, operation));
      }
    }
  }

  /** What stands twice in a run is the run's flaw; anywhere else it is the record's. */
  private static void refuseTwiceOutside(Node node, @Nullable Node run) throws RefusedException {
    boolean twice = node.keyTwice();
    for (int i = 0; i < node.children().size(); i++) {
      Node child = node.children().get(i);
      String name = node.names().get(i);
      boolean runs = child.array() && (name.equals("post") || name.equals("patch"));
      if (child != run && !runs) {
        twice |= child.twice();
      }
    }
    if (twice) {
      throw new RefusedException("a key stands twice outside of a run");
    }
  }

  private @Nullable Operation operation(@Nullable Node node) {
    if (node == null) {
      return null;
    }
    return switch (Text.ascii(value, node.start(), Math.min(node.end(), node.start() + 20))) {
      case "\"post\"" -> Operation.CREATE;
      case "\"patch\"" -> Operation.PATCH;
      case "\"complete\"" -> Operation.COMPLETE;
      default -> null;
    };
  }
}
