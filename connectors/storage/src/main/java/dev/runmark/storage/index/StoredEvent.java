package dev.runmark.storage.index;

import dev.runmark.storage.part.EventSpan;
import dev.runmark.storage.part.RunKey;
import dev.runmark.storage.part.SourcePartition;
import java.util.UUID;

/**
 * An event that a stored line may hold, without what it says.
 *
 * @param index which event inside its record, from 0
 */
public record StoredEvent(
    RunKey key, UUID trace, SourcePartition source, EventSpan span, int index) {

  /** The offset of its record. */
  public long offset() {
    return span.hi() / EventSpan.EVENTS_PER_RECORD - 1;
  }
}
