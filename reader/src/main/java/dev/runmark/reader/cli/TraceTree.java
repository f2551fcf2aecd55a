package dev.runmark.reader.cli;

import dev.runmark.console.PrintableText;
import dev.runmark.console.StoredBytes;
import dev.runmark.storage.index.IndexedRun;
import dev.runmark.storage.part.Listing;
import dev.runmark.storage.part.RunStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A trace as a tree: a run a line, indented below what called it, with what it took. Parents that
 * are not there, and circles of them, only begin anew at the margin.
 */
final class TraceTree {

  private static final String ROW = "%12s  %-7s  %9s  %9s  %s";
  private static final int DEEPEST = 40;

  private final Output out;
  private final Map<UUID, Integer> depths = new HashMap<>();
  private TokenUsage total = new TokenUsage(0, 0);
  private boolean anyUsage;

  /** As deep as the run whose usage was counted; what it called is in it already. */
  private int counted = Integer.MAX_VALUE;

  private int runs;
  private int errors;
  private @Nullable Instant first;
  private @Nullable Instant last;

  TraceTree(Output out) {
    this.out = out;
  }

  void begin() {
    out.row(ROW, "DURATION", "STATUS", "TOKENS IN", "OUT", "RUN");
  }

  /** The next run, in the order of the tree. */
  void run(IndexedRun run, @Nullable TokenUsage usage) {
    UUID parent = run.listing().parent();
    Integer above = parent == null ? null : depths.get(parent);
    int depth = above == null ? 0 : above + 1;
    depths.put(run.key().run(), depth);
    count(run.listing(), depth, usage);
    Listing listing = run.listing();
    out.row(
        ROW,
        Elapsed.of(listing),
        StatusWord.of(listing),
        usage == null ? "" : StoredBytes.count(usage.input()),
        usage == null ? "" : StoredBytes.count(usage.output()),
        indent(depth)
            + label(run)
            + (parent != null && above == null ? "  (parent not here)" : ""));
  }

  private void count(Listing listing, int depth, @Nullable TokenUsage usage) {
    runs++;
    errors += listing.status() == RunStatus.ERROR ? 1 : 0;
    first = earlier(first, listing.startTime(), 1);
    last = earlier(last, listing.endTime(), -1);
    if (depth <= counted) {
      counted = Integer.MAX_VALUE;
      if (usage != null) {
        anyUsage = true;
        total = total.plus(usage);
        counted = depth;
      }
    }
  }

  private static @Nullable Instant earlier(
      @Nullable Instant one, @Nullable Instant other, int sign) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return sign * one.compareTo(other) <= 0 ? one : other;
  }

  private static String indent(int depth) {
    return depth <= DEEPEST
        ? "  ".repeat(depth)
        : "  ".repeat(DEEPEST) + "… " + StoredBytes.count(depth) + " deep: ";
  }

  private static String label(IndexedRun run) {
    Listing listing = run.listing();
    String name = listing.name() == null ? "-" : PrintableText.of(listing.name());
    String type = listing.runType() == null ? "" : " (" + PrintableText.of(listing.runType()) + ")";
    return name + type + "  " + run.key().run();
  }

  void end() {
    String took =
        first == null || last == null || last.isBefore(first)
            ? ""
            : ", " + Elapsed.of(Duration.between(first, last)) + " in all";
    String tokens =
        anyUsage
            ? ", "
                + StoredBytes.count(total.input())
                + " tokens in, "
                + StoredBytes.count(total.output())
                + " out"
            : "";
    out.line(
        StoredBytes.count(runs, "run") + ", " + StoredBytes.count(errors, "error") + took + tokens);
  }
}
