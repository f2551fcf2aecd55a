package dev.runmark.storage.index;

import dev.runmark.storage.part.Compression;
import dev.runmark.storage.part.EventSpan;
import dev.runmark.storage.part.LinePlace;
import dev.runmark.storage.part.PartId;
import dev.runmark.storage.part.PartLocation;
import java.util.UUID;

/**
 * Where one line of a run is, as the index tells it.
 *
 * @param source the number that the index gave to the line's topic and partition
 */
public record LineLocation(
    PartLocation location,
    PartId part,
    Compression compression,
    UUID trace,
    int source,
    EventSpan span,
    LinePlace place)
    implements SourcedLine {}
