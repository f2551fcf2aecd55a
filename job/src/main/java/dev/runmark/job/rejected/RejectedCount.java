package dev.runmark.job.rejected;

/**
 * How many rejected records have a reason.
 *
 * @param redriven how many of them were sent again
 */
public record RejectedCount(String reason, long rejected, long redriven) {}
