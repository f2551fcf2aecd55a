package dev.runmark.proof.simulation;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of one schedule.
 *
 * @param steps how many were taken, up to the one after which something did not hold
 * @param trace all that happened; the same for the same seed and steps
 * @param violation null when all held
 */
record Outcome(int steps, Counts counts, List<String> trace, @Nullable Violation violation) {}
