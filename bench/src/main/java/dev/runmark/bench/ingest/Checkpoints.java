package dev.runmark.bench.ingest;

import org.apache.flink.runtime.checkpoint.CheckpointStatsSnapshot;
import org.apache.flink.runtime.checkpoint.CompletedCheckpointStatsSummarySnapshot;
import org.jspecify.annotations.Nullable;

/**
 * The checkpoints of one pass.
 *
 * @param completed how many
 * @param largestMegabytes of state in one of them (10^6 bytes)
 * @param longestSeconds from its trigger to its completion
 */
public record Checkpoints(long completed, double largestMegabytes, double longestSeconds) {

  static Checkpoints of(@Nullable CheckpointStatsSnapshot flinks) {
    if (flinks == null) {
      return new Checkpoints(0, 0, 0);
    }
    CompletedCheckpointStatsSummarySnapshot summary = flinks.getSummaryStats();
    return new Checkpoints(
        flinks.getCounts().getNumberOfCompletedCheckpoints(),
        summary.getStateSizeStats().getMaximum() / 1e6,
        summary.getEndToEndDurationStats().getMaximum() / 1e3);
  }
}
