package dev.runmark.storage.index;

/**
 * How many rows there are, and what they take.
 *
 * @param exact whether they were counted; else they are the server's own estimate
 * @param bytes of both tables with all their indexes
 */
public record IndexTotals(long runs, long fragments, boolean exact, long bytes) {}
