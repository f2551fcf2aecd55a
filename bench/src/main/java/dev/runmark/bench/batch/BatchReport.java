package dev.runmark.bench.batch;

import dev.runmark.bench.measure.Machine;
import dev.runmark.bench.servers.Software;
import java.util.List;

/**
 * All that a run of the benchmark found out, as its JSON holds it.
 *
 * @param measuredAt ISO-8601, UTC
 */
public record BatchReport(
    String benchmark,
    String measuredAt,
    Machine machine,
    Software software,
    BatchPlan plan,
    List<ShapeResult> shapes) {}
