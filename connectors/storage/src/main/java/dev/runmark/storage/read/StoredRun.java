package dev.runmark.storage.read;

import dev.runmark.storage.json.Slice;
import dev.runmark.storage.part.RunKey;
import java.util.UUID;

/**
 * A run as it was read back.
 *
 * @param trace the trace of its first line in reading order
 * @param document its JSON on one line; when {@code lines} is 1, the bytes as they were stored
 * @param lines how many lines it was folded from
 * @param created false when only patches are known of it so far
 */
public record StoredRun(RunKey key, UUID trace, Slice document, int lines, boolean created) {}
