package dev.runmark.storage.index;

import java.time.Instant;
import java.util.UUID;

/** A row of the ledger. */
public record CommittedPart(Instant committedAt, UUID part, int lines, long bytes, String key) {}
