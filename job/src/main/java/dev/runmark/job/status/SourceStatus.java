package dev.runmark.job.status;

import dev.runmark.job.kafka.OffsetRange;
import dev.runmark.storage.index.SourcePosition;
import org.jspecify.annotations.Nullable;

/**
 * A source beside what its broker holds.
 *
 * @param range null when the brokers were not reached, or no longer have this topic
 */
public record SourceStatus(SourcePosition source, @Nullable OffsetRange range) {

  /** How many offsets lie between the position and the end; null when either is unknown. */
  public @Nullable Long lag() {
    Long position = source.position();
    OffsetRange held = range;
    return position == null || held == null ? null : Math.max(0, held.end() - position);
  }
}
