package dev.runmark.bench.micro;

/**
 * One method in one round.
 *
 * @param kilobytes of a run, or 0 where it does not matter
 * @param cpuNanos of the thread, an operation
 * @param allocatedBytes an operation
 */
public record Pass(
    String subject,
    int kilobytes,
    String method,
    int round,
    double cpuNanos,
    double allocatedBytes) {}
