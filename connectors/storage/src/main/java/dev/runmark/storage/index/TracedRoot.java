package dev.runmark.storage.index;

/**
 * A run that begins a trace, and what is known of the whole trace.
 *
 * @param runs of the trace, the root included
 * @param errors those among them whose status is error
 */
public record TracedRoot(IndexedRun root, long runs, long errors) {}
