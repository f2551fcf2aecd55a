package dev.runmark.sink;

import dev.runmark.storage.objects.ObjectStore;
import dev.runmark.storage.retry.RetryListener;
import java.io.IOException;
import java.io.Serializable;

/**
 * Opens the object store where it is used, on the TaskManager: only there are secrets resolved, so
 * that none gets into the job graph.
 */
@FunctionalInterface
public interface ObjectStoreFactory extends Serializable {
  /**
   * @param retries told of each call that is made again
   */
  ObjectStore open(RetryListener retries) throws IOException;
}
