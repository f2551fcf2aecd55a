package dev.runmark.bench.read;

import dev.runmark.bench.measure.Machine;
import dev.runmark.bench.servers.Software;
import java.util.List;

/**
 * All that a run of the benchmark found out, as its JSON holds it.
 *
 * @param measuredAt ISO-8601, UTC
 * @param connections to PostgreSQL that each way has at most
 */
public record ReadReport(
    String benchmark,
    String measuredAt,
    Machine machine,
    Software software,
    int connections,
    ReadPlan plan,
    List<CellResult> cells) {}
