package dev.runmark.sink;

import dev.runmark.storage.part.PartId;
import java.io.Serializable;

/** Gives each part that is opened its identity: a new one each time. */
@FunctionalInterface
public interface PartIdSource extends Serializable {

  PartId next();
}
