package dev.runmark.job.window;

import dev.runmark.decode.record.RunEvent;
import dev.runmark.sink.Trace;
import dev.runmark.storage.part.RunLine;
import dev.runmark.storage.part.SourcePartition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The events of one window as the lines to write: those of one run from one source in one line, in
 * order of position; runs in the order of their tree.
 *
 * <p>Events of two sources never share a line, since no position says which of them came first.
 */
final class FoldedTrace {

  private FoldedTrace() {}

  /**
   * @param events of one trace, at least one, in any order
   * @param lineSize bytes; a larger fold is left in several lines
   */
  static Trace of(List<RunEvent> events, long lineSize) {
    if (events.size() == 1) {
      return Trace.of(events.get(0).line());
    }
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
    List<RunLine> lines = new ArrayList<>(folds.size());
    folds.values().forEach(run -> run.values().forEach(fold -> lines.addAll(fold.lines())));
    return new Trace(TreeOrder.of(lines));
  }
}
