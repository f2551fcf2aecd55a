package dev.runmark.storage.index;

import dev.runmark.storage.part.EventSpan;
import dev.runmark.storage.part.LinePlace;
import dev.runmark.storage.part.Listing;
import dev.runmark.storage.part.PartId;
import java.util.UUID;

/**
 * One line of one run as the index holds it.
 *
 * @param source the number of the line's topic and partition
 */
record IndexedLine(
    UUID trace, int source, EventSpan span, PartId part, LinePlace place, Listing listing)
    implements SourcedLine {}
