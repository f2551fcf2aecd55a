package dev.runmark.quickstart.local;

/**
 * What readers see.
 *
 * @param lines of the committed parts, which are the events that were accepted
 * @param bytes of the parts
 * @param rejected dead letters, repeated ones too
 * @param checkpoint the newest completed one
 */
public record StoredCounts(
    long runs, long parts, long lines, long bytes, long rejected, long checkpoint) {}
