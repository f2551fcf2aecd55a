package dev.runmark.quickstart.monitor;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A run as a listing shows it.
 *
 * @param startTime by which it has its place, with its id; null: among those at the end
 */
record Listed(UUID id, UUID trace, @Nullable String startTime) {}
