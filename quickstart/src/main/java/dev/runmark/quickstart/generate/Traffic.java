package dev.runmark.quickstart.generate;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * The records of many traces at once, as a collector sees them: each at its time, mixed with the
 * others. The same options make the same records.
 */
final class Traffic {

  /** How dense traces lie that are sent as fast as possible, in runs per second of their times. */
  private static final double UNPACED = 200;

  private static final double MICROS = 1e6;
  private static final int PER_MILLE = 1000;

  private final Random random;
  private final LoadOptions options;
  private final TraceTree trees;
  private final RunWriter writer;
  private final PoisonWriter poison;
  private final PriorityQueue<TraceScript> open =
      new PriorityQueue<>(Comparator.comparing(TraceScript::due).thenComparing(TraceScript::trace));
  private long begun;

  Traffic(LoadOptions options) {
    this.options = options;
    this.random = new Random(options.seed());
    this.trees = new TraceTree(random, options);
    this.writer = new RunWriter(random);
    this.poison = new PoisonWriter(random, writer);
  }

  /**
   * A record, and its trace.
   *
   * @param after how long after the first trace began it is sent
   * @param last whether nothing of the trace follows
   */
  record Next(Packed packed, Duration after, boolean last) {}

  /** The next record; null when all runs have ended. */
  @Nullable Next next() {
    beginTraces();
    TraceScript script = open.poll();
    if (script == null) {
      return null;
    }
    Instant due = script.due();
    Packed packed = record(script, due);
    boolean finished = script.finished();
    if (!finished) {
      open.add(script);
    }
    return new Next(packed, Duration.between(options.startedAt(), due), finished);
  }

  /** All traces that begin before the next record is due. */
  private void beginTraces() {
    while (begun < options.runs()) {
      Instant start = nextStart();
      TraceScript next = open.peek();
      if (next != null && next.due().isBefore(start)) {
        return;
      }
      int most = (int) Math.min(options.runs() - begun, Integer.MAX_VALUE);
      RunNode root = trees.grow(start, most);
      begun += count(root);
      open.add(new TraceScript(random, writer, options.delays(), root));
    }
  }

  /** At an even rate: when as many runs were due as have begun. */
  private Instant nextStart() {
    double rate = options.rate() == 0 ? UNPACED : options.rate();
    return options.startedAt().plusNanos((long) (begun * MICROS / rate) * 1000);
  }

  private Packed record(TraceScript script, Instant due) {
    if (random.nextInt(PER_MILLE) >= options.poison()) {
      return script.next();
    }
    RunNode victim = trees.grow(due, 1);
    return script.batches() && random.nextBoolean()
        ? script.nextWith(poison.badId(victim))
        : poison.record(script.trace(), victim);
  }

  private static long count(RunNode run) {
    return 1 + run.children().stream().mapToLong(Traffic::count).sum();
  }
}
