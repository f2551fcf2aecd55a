package dev.runmark.bench.post;

import dev.runmark.bench.load.KnownRun;
import java.util.List;
import java.util.UUID;

/**
 * The body of one request: an array of runs.
 *
 * @param runs in their order, each as it stands in the body
 * @param traces of the runs
 */
record Body(byte[] bytes, List<KnownRun> runs, List<UUID> traces) {}
