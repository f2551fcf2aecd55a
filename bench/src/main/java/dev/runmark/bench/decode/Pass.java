package dev.runmark.bench.decode;

/**
 * What JMH measured in one process of its own.
 *
 * @param parser the benchmark's name, see {@link DecodeBenchmark}
 * @param megabytesPerSecond of records, in 10⁶ bytes
 * @param megabytesPerCpuSecond the same of the thread's own time: on an idle machine the same
 * @param allocatedBytesPerEvent on the heap, the record apart
 */
public record Pass(
    String parser,
    int kilobytes,
    int round,
    double megabytesPerSecond,
    double megabytesPerCpuSecond,
    double allocatedBytesPerEvent) {}
