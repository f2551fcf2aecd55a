package dev.runmark.job.window;

import dev.runmark.decode.record.RunEvent;
import dev.runmark.sink.Trace;
import dev.runmark.storage.part.Listing;
import dev.runmark.storage.part.RunLine;
import dev.runmark.storage.part.SourcePartition;
import dev.runmark.storage.trace.TreeOrder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * The events of one window as the lines to write: those of one run from one source in one line, in
 * order of position; runs in the order of their tree.
 *
 * <p>Events of two sources never share a line, since no position says which of them came first.
 */
final class FoldedTrace {

  private static final int FEW = 16;

  private FoldedTrace() {}

  /**
   * @param events of one trace, at least one, in any order
   * @param lineSize bytes; a larger fold is left in several lines
   */
  static Trace of(List<RunEvent> events, long lineSize) {
    if (events.size() == 1) {
      return Trace.of(events.get(0).line());
    }
    return eachOfItsOwnRun(events) ? unfolded(events) : folded(events, lineSize);
  }

  private static boolean eachOfItsOwnRun(List<RunEvent> events) {
    return events.size() <= FEW ? fewOfTheirOwnRuns(events) : manyOfTheirOwnRuns(events);
  }

  /** Looks at all pairs: of so few that takes less than a set of them. */
  private static boolean fewOfTheirOwnRuns(List<RunEvent> events) {
    UUID[] runs = new UUID[events.size()];
    for (int i = 0; i < runs.length; i++) {
      runs[i] = events.get(i).line().key().run();
      for (int before = 0; before < i; before++) {
        if (runs[i].equals(runs[before])) {
          return false;
        }
      }
    }
    return true;
  }

  private static boolean manyOfTheirOwnRuns(List<RunEvent> events) {
    Set<UUID> runs = new HashSet<>(2 * events.size());
    for (RunEvent event : events) {
      if (!runs.add(event.line().key().run())) {
        return false;
      }
    }
    return true;
  }

  /** Most traces: nothing to fold, and no need to know which event came first. */
  private static Trace unfolded(List<RunEvent> events) {
    List<RunLine> lines = new ArrayList<>(events.size());
    for (RunEvent event : events) {
      lines.add(event.line());
    }
    return new Trace(TreeOrder.of(lines, line -> line.key().run(), RunLine::listing));
  }

  private static Trace folded(List<RunEvent> events, long lineSize) {
    List<RunEvent> ordered = new ArrayList<>(events);
    ordered.sort(Comparator.comparingLong(event -> event.line().span().hi()));
    // By run first: many ids that were chosen to have one hash cost no more, since UUIDs compare.
    Map<UUID, Map<SourcePartition, RunFold>> folds = new LinkedHashMap<>();
    for (RunEvent event : ordered) {
      RunLine line = event.line();
      folds
          .computeIfAbsent(line.key().run(), run -> new LinkedHashMap<>(2))
          .computeIfAbsent(line.source(), source -> new RunFold(lineSize))
          .add(line);
    }
    List<FoldedRun> runs = new ArrayList<>(folds.size());
    folds.forEach((run, bySource) -> runs.add(FoldedRun.of(run, bySource.values())));
    List<RunLine> lines = new ArrayList<>(runs.size());
    TreeOrder.of(runs, FoldedRun::id, FoldedRun::listing).forEach(r -> lines.addAll(r.lines()));
    return new Trace(lines);
  }

  /** All lines of a run, and what they say of it together. */
  private record FoldedRun(UUID id, Listing listing, List<RunLine> lines) {

    static FoldedRun of(UUID run, Collection<RunFold> folds) {
      List<RunLine> lines = new ArrayList<>(1);
      folds.forEach(fold -> lines.addAll(fold.lines()));
      Listing listing = Listing.NONE;
      for (RunLine line : lines) {
        listing = listing.then(line.listing());
      }
      return new FoldedRun(run, listing, lines);
    }
  }
}
