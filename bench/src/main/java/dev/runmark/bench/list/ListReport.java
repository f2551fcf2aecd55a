package dev.runmark.bench.list;

import dev.runmark.bench.measure.Machine;
import dev.runmark.bench.servers.Software;
import java.util.List;

/**
 * All that a run of the benchmark found out, as its JSON holds it.
 *
 * @param measuredAt ISO-8601, UTC
 * @param machine with the heap of the JVM that lists
 */
public record ListReport(
    String benchmark,
    String measuredAt,
    Machine machine,
    Software software,
    ListPlan plan,
    List<ListResult> lists) {}
