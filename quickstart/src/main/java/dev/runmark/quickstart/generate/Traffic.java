package dev.runmark.quickstart.generate;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * The records of many traces at once, as a collector sees them: each in its own order, mixed with
 * the others. The same options make the same records.
 */
final class Traffic {

  private static final int OPEN = 24;
  private static final int PER_MILLE = 1000;

  private final Random random;
  private final LoadOptions options;
  private final TraceTree trees;
  private final RunWriter writer;
  private final PoisonWriter poison;
  private final List<TraceScript> open = new ArrayList<>();
  private long left;

  Traffic(LoadOptions options) {
    this.options = options;
    this.random = new Random(options.seed());
    this.trees = new TraceTree(random, options);
    this.writer = new RunWriter(random);
    this.poison = new PoisonWriter(random, writer);
    this.left = options.runs();
  }

  /**
   * A record, and its trace.
   *
   * @param last whether nothing of the trace follows
   */
  record Next(Packed packed, boolean last) {}

  /** The next record; null when all runs have ended. */
  @Nullable Next next() {
    while (open.size() < OPEN && left > 0) {
      RunNode root = trees.grow((int) Math.min(left, Integer.MAX_VALUE));
      left -= count(root);
      open.add(new TraceScript(random, writer, root));
    }
    if (open.isEmpty()) {
      return null;
    }
    int chosen = random.nextInt(open.size());
    TraceScript script = open.get(chosen);
    Packed packed = record(script);
    if (script.finished()) {
      open.remove(chosen);
    }
    return new Next(packed, script.finished());
  }

  private Packed record(TraceScript script) {
    if (random.nextInt(PER_MILLE) >= options.poison()) {
      return script.next();
    }
    RunNode victim = trees.grow(1);
    return script.batches() && random.nextBoolean()
        ? script.nextWith(poison.badId(victim))
        : poison.record(script.trace(), victim);
  }

  private static long count(RunNode run) {
    return 1 + run.children().stream().mapToLong(Traffic::count).sum();
  }
}
