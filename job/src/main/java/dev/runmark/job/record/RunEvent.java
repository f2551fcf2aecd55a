package dev.runmark.job.record;

import dev.runmark.storage.part.RunLine;

/**
 * One event of one run, decoded: what it does, and the line that it is when nothing else is folded
 * into it.
 */
public record RunEvent(Operation operation, RunLine line) {}
