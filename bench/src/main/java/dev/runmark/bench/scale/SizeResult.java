package dev.runmark.bench.scale;

import dev.runmark.bench.measure.Spread;
import java.util.List;

/**
 * What was found out when the index had so many runs.
 *
 * @param rowsPerSecond of the commits since the size before
 * @param lookUpMicros the median look-up of one run, round by round
 * @param pageMicros the median first page of a list, round by round
 * @param tableBytes of the table, a run
 * @param indexBytes of the indexes, a run
 * @param commits rows a second of each, in order
 */
public record SizeResult(
    long runs,
    Spread rowsPerSecond,
    Spread lookUpMicros,
    Spread pageMicros,
    double tableBytes,
    double indexBytes,
    List<Double> commits) {}
