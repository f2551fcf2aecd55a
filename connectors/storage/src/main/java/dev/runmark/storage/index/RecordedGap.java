package dev.runmark.storage.index;

import java.time.Instant;

/** Offsets, the last one excluded, that were never read. */
public record RecordedGap(
    Instant recordedAt, String topic, int partition, long from, long to, String reason) {}
