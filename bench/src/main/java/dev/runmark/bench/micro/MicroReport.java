package dev.runmark.bench.micro;

import dev.runmark.bench.measure.Machine;
import java.util.List;

/**
 * All that a run of the benchmark found out, as its JSON holds it.
 *
 * @param measuredAt ISO-8601, UTC
 */
public record MicroReport(
    String benchmark,
    String measuredAt,
    Machine machine,
    String jmh,
    MicroPlan plan,
    List<SubjectResult> subjects) {}
