package dev.runmark.storage.index;

import dev.runmark.storage.part.SealedPart;
import java.time.Instant;

/** A part is older than the sweep floor: its object may be gone. */
final class SweptPartException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient SealedPart part;

  SweptPartException(SealedPart part, Instant sealedBefore) {
    super(
        "commit part "
            + part.id()
            + ": opened "
            + part.id().openedAt()
            + ", before the sweep floor "
            + sealedBefore
            + ", and not in the ledger: its object may have been swept away");
    this.part = part;
  }

  SealedPart part() {
    return part;
  }
}
