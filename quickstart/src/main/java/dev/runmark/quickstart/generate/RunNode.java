package dev.runmark.quickstart.generate;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A run in the tree of its trace, before it is written.
 *
 * @param parent null for the root
 * @param done when its own work is done
 * @param budget about how many bytes its JSON shall have
 */
record RunNode(
    UUID id,
    UUID trace,
    @Nullable RunNode parent,
    String type,
    String name,
    String dottedOrder,
    Instant start,
    Instant done,
    int budget,
    List<RunNode> children) {

  private static final Duration RETURN = Duration.ofMillis(1);

  RunNode {
    children = new ArrayList<>(children);
  }

  /** When it ends: not before what it called. */
  Instant end() {
    Instant end = done;
    for (RunNode child : children) {
      Instant returned = child.end().plus(RETURN);
      end = returned.isAfter(end) ? returned : end;
    }
    return end;
  }
}
