package dev.runmark.storage.query;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The place behind a row of a list: where the next page begins.
 *
 * @param time that the list is ordered by, to the microsecond; null behind a row without one
 * @param id the row's, which decides between equal times
 */
public record Place(@Nullable Instant time, UUID id) {}
