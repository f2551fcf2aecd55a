package dev.runmark.reader;

import dev.runmark.storage.index.IndexedRun;
import java.util.List;
import java.util.UUID;

/**
 * What there is of the runs that were asked for.
 *
 * @param runs in the order of the request, repeated where it repeats them
 * @param absent ids of which there is no run, each once, in the order of the request
 */
public record FoundRuns(List<IndexedRun> runs, List<UUID> absent) {

  public FoundRuns {
    runs = List.copyOf(runs);
    absent = List.copyOf(absent);
  }
}
