package dev.runmark.storage.part;

import java.util.UUID;

/**
 * The index entry of one line: whose it is, which events it holds, where it lies, and what to list
 * it by.
 */
public record OffsetRow(
    RunKey key,
    UUID trace,
    SourcePartition source,
    EventSpan span,
    LinePlace place,
    Listing listing) {}
