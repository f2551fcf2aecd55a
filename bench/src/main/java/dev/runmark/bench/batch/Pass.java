package dev.runmark.bench.batch;

/**
 * One batch by one way.
 *
 * @param millis until it was visible
 * @param cpuMillis of all processes together until then
 * @param allocatedMegabytes on this JVM's heap until then, in 10⁶ bytes
 * @param readMicros the median read of one of its runs
 */
public record Pass(
    String way,
    int round,
    double millis,
    double cpuMillis,
    double allocatedMegabytes,
    double readMicros) {}
