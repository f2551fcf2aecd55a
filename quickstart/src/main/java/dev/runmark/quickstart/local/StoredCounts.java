package dev.runmark.quickstart.local;

/**
 * What readers see.
 *
 * @param lines of the committed parts, one or several events each
 * @param bytes of the parts
 * @param rejected dead letters, repeated ones too
 * @param openTraces that wait for more, about
 * @param checkpoint the newest completed one
 */
public record StoredCounts(
    long runs,
    long parts,
    long lines,
    long bytes,
    long rejected,
    long openTraces,
    long checkpoint) {}
