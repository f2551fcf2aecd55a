package dev.runmark.sink;

import dev.runmark.storage.objects.ObjectStore;
import java.io.IOException;
import java.io.Serializable;

/**
 * Opens the object store where it is used, on the TaskManager: only there are secrets resolved, so
 * that none gets into the job graph.
 */
@FunctionalInterface
public interface ObjectStoreFactory extends Serializable {
  ObjectStore open() throws IOException;
}
