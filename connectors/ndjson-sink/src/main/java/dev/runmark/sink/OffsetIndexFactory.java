package dev.runmark.sink;

import dev.runmark.storage.index.OffsetIndex;
import dev.runmark.storage.retry.RetryListener;
import java.io.IOException;
import java.io.Serializable;

/** Opens the index where it is used, on the TaskManager: only there are secrets resolved. */
@FunctionalInterface
public interface OffsetIndexFactory extends Serializable {
  /**
   * @param retries told of each call that is made again
   */
  OffsetIndex open(RetryListener retries) throws IOException;
}
