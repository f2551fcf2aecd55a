package dev.runmark.bench.ingest.rows;

import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The columns that runs are listed by, as one would write them into a table by hand.
 *
 * @param status pending, success or error
 */
public record RunRow(
    UUID run,
    UUID trace,
    @Nullable UUID parent,
    @Nullable String project,
    @Nullable OffsetDateTime startTime,
    @Nullable OffsetDateTime endTime,
    String status,
    @Nullable String runType,
    @Nullable String name) {}
