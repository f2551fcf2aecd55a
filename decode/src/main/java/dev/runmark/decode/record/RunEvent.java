package dev.runmark.decode.record;

import dev.runmark.storage.part.Listing;
import dev.runmark.storage.part.RunLine;
import dev.runmark.storage.part.RunStatus;

/**
 * One event of one run, decoded: what it does, and the line that it is when nothing else is folded
 * into it.
 */
public record RunEvent(Operation operation, RunLine line) {

  /**
   * Whether with this event the root run of its trace has ended. The root is the run that the trace
   * is named after; also a run that begins without a parent.
   */
  public boolean endsRoot() {
    Listing listing = line.listing();
    return isRoot(listing)
        && (listing.endTime() != null
            || listing.status() == RunStatus.SUCCESS
            || listing.status() == RunStatus.ERROR);
  }

  private boolean isRoot(Listing listing) {
    return line.key().run().equals(line.trace())
        || operation != Operation.PATCH && listing.parent() == null;
  }
}
