package dev.runmark.bench.ingest;

import java.time.Duration;

/**
 * What Flink tells of one pass of a pipeline.
 *
 * @param took from the job's submission until all records were visible
 */
record Pass(Duration took, Checkpoints checkpoints) {}
