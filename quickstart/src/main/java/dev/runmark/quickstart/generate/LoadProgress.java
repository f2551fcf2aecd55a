package dev.runmark.quickstart.generate;

/**
 * How much was sent so far.
 *
 * @param runs started
 * @param events of them
 * @param poison records and events that must be rejected
 * @param bytes of the records' values
 */
public record LoadProgress(long runs, long events, long poison, long records, long bytes) {}
