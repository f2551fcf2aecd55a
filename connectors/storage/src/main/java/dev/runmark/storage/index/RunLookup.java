package dev.runmark.storage.index;

import dev.runmark.storage.failure.ReadException;
import dev.runmark.storage.part.RunKey;
import java.util.List;

/** The read side of the index, as far as one run goes. */
public interface RunLookup {

  /**
   * The run's lines in reading order, by one statement; empty when the run is unknown or deleted.
   */
  List<LineLocation> find(RunKey key) throws ReadException;
}
