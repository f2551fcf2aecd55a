package dev.runmark.job.rejected;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which rejected records are wanted; what is null does not matter.
 *
 * @param reason the code of a reason
 * @param since rejected then or later
 */
public record RejectedQuery(
    @Nullable String reason, @Nullable String topic, @Nullable Instant since) {}
