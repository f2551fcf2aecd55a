package dev.runmark.storage.tracing;

import java.time.Instant;

/**
 * One step of a work, as a clock saw it.
 *
 * @param name what was done, for people; of a small number of names
 */
public record Lap(String name, Instant begin, Instant end) {}
