package dev.runmark.storage.index;

/**
 * What records were decoded with: beyond it they were rejected.
 *
 * @param record bytes
 * @param string bytes
 */
public record RecordedLimits(
    long record, long string, int depth, int digits, int keys, int events) {}
