package dev.runmark.sink;

import dev.runmark.storage.index.OffsetIndex;
import java.io.IOException;
import java.io.Serializable;

/** Opens the index where it is used, on the TaskManager: only there are secrets resolved. */
@FunctionalInterface
public interface OffsetIndexFactory extends Serializable {
  OffsetIndex open() throws IOException;
}
