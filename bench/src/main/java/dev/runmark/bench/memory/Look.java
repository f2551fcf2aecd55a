package dev.runmark.bench.memory;

/**
 * A look at the process.
 *
 * @param minutes since the first one
 * @param liveMegabytes on the heap after a full collection, in 10⁶ bytes
 * @param residentMegabytes the most since the look before
 * @param sent runs, since the load began
 * @param lines that were committed by then
 * @param allocatedMegabytes since the process was first looked at
 */
public record Look(
    double minutes,
    double liveMegabytes,
    double residentMegabytes,
    long sent,
    long lines,
    double allocatedMegabytes) {}
