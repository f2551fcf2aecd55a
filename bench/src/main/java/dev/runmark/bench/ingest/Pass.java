package dev.runmark.bench.ingest;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What Flink tells of one pass of a pipeline.
 *
 * @param took from the job's submission until all records were visible
 * @param longestWait from when the source has read a record until it was visible; null where that
 *     is not asked
 */
record Pass(Duration took, Checkpoints checkpoints, @Nullable Duration longestWait) {}
