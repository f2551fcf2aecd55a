package dev.runmark.quickstart.generate;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A run in the tree of its trace, before it is written.
 *
 * @param parent null for the root
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
    Instant end,
    int budget,
    List<RunNode> children) {

  RunNode {
    children = new ArrayList<>(children);
  }
}
