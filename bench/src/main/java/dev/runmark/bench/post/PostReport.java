package dev.runmark.bench.post;

import dev.runmark.bench.measure.Machine;
import dev.runmark.bench.servers.Software;
import java.util.List;

/**
 * All that a run of the benchmark found out, as its JSON holds it.
 *
 * @param measuredAt ISO-8601, UTC
 */
public record PostReport(
    String benchmark,
    String measuredAt,
    Machine machine,
    Software software,
    PostPlan plan,
    List<ShapeResult> shapes) {}
