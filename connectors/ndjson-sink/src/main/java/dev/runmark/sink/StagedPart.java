package dev.runmark.sink;

import dev.runmark.storage.part.RowsObject;
import dev.runmark.storage.part.SealedPart;
import org.jspecify.annotations.Nullable;

/**
 * A sealed part that waits for its commit.
 *
 * @param rows its rows, as long as the reference has not left the JVM of its writer; null after it
 *     was serialized: then they are read back from the rows object
 * @param span of its trace; null where it is not traced
 */
record StagedPart(SealedPart part, @Nullable RowsObject rows, @Nullable SealedSpan span) {

  StagedPart {
    if (rows != null && !rows.part().equals(part.id())) {
      throw new IllegalArgumentException(
          "part " + part.id() + ": these are the rows of part " + rows.part());
    }
  }

  static StagedPart withoutRows(SealedPart part) {
    return new StagedPart(part, null, null);
  }

  StagedPart with(SealedSpan itsSpan) {
    return new StagedPart(part, rows, itsSpan);
  }
}
