package dev.runmark.storage.index;

import dev.runmark.storage.part.Listing;
import java.util.List;
import java.util.UUID;

/**
 * What the index says of a run as a whole.
 *
 * @param trace of the first line in reading order: a run has one trace for life
 * @param created whether any line holds a create
 * @param listing per column the last non-null value in reading order
 */
record MergedRun(UUID trace, boolean created, Listing listing) {

  /** The merge of at least one line. */
  static MergedRun of(List<IndexedLine> lines) {
    List<IndexedLine> ordered = CoverRule.inReadingOrder(lines);
    Listing listing = Listing.NONE;
    boolean created = false;
    for (IndexedLine line : ordered) {
      listing = listing.then(line.listing());
      created |= line.span().created();
    }
    return new MergedRun(ordered.get(0).trace(), created, listing);
  }
}
