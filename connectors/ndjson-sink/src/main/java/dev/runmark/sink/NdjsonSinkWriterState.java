package dev.runmark.sink;

import dev.runmark.storage.part.PartId;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/**
 * What a writer remembers over a restart: the parts that it sealed last. There is no open part to
 * remember, since none spans a checkpoint.
 *
 * @param sealedLast never empty; a writer that has sealed nothing has no state
 */
record NdjsonSinkWriterState(Set<PartId> sealedLast) {

  NdjsonSinkWriterState {
    if (sealedLast.isEmpty()) {
      throw new IllegalArgumentException("writer state: no part is named");
    }
    sealedLast = Set.copyOf(sealedLast);
  }

  /** What the writers before a change of parallelism sealed last, all together. */
  static Set<PartId> union(Collection<NdjsonSinkWriterState> states) {
    Set<PartId> union = new HashSet<>();
    for (NdjsonSinkWriterState state : states) {
      union.addAll(state.sealedLast());
    }
    return Set.copyOf(union);
  }
}
