package dev.runmark.bench.read;

import java.util.Arrays;

/**
 * All reads of one way in one round.
 *
 * @param p50Micros which half of the reads took no longer than
 * @param p99Micros which all but one in a hundred took no longer than
 * @param readsPerSecond of all clients together
 * @param cpuMicros of all processes together, a read: what else the machine does is not in it
 */
public record Pass(
    String way,
    int round,
    double p50Micros,
    double p99Micros,
    double readsPerSecond,
    double cpuMicros) {

  /**
   * @param nanos of each read
   * @param wallNanos of all of them, side by side as they were
   * @param cpuSeconds of all of them, in all processes
   */
  static Pass of(String way, int round, long[] nanos, long wallNanos, double cpuSeconds) {
    long[] sorted = nanos.clone();
    Arrays.sort(sorted);
    return new Pass(
        way,
        round,
        percentile(sorted, 50) / 1e3,
        percentile(sorted, 99) / 1e3,
        nanos.length / (wallNanos / 1e9),
        cpuSeconds * 1e6 / nanos.length);
  }

  /** The least value that so many of a hundred are not above. */
  private static long percentile(long[] sorted, int percent) {
    int rank = (int) Math.ceil(sorted.length * percent / 100.0);
    return sorted[Math.max(0, rank - 1)];
  }
}
