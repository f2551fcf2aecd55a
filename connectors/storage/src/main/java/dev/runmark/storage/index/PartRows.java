package dev.runmark.storage.index;

import dev.runmark.storage.part.OffsetRow;
import dev.runmark.storage.part.RowNames;
import dev.runmark.storage.part.SealedPart;
import java.io.IOException;

/** Gives the rows of a part, from memory or from its rows object. */
@FunctionalInterface
public interface PartRows {

  /** Exactly {@code part.lines()} rows; may be asked several times for the same part. */
  Iterable<OffsetRow> of(SealedPart part) throws IOException;

  /** What those rows name. */
  default RowNames names(SealedPart part) throws IOException {
    return RowNames.of(of(part));
  }
}
