package dev.runmark.bench.memory;

import dev.runmark.bench.measure.Machine;
import dev.runmark.bench.servers.Software;
import java.util.List;

/**
 * All that a run of the benchmark found out, as its JSON holds it.
 *
 * @param measuredAt ISO-8601, UTC
 */
public record MemoryReport(
    String benchmark,
    String measuredAt,
    Machine machine,
    Software software,
    MemoryPlan plan,
    List<CellResult> cells) {}
