package dev.runmark.bench.commit;

/**
 * One batch by one way.
 *
 * @param cpuMicros of all processes together, a row
 */
public record Pass(String way, int round, double millis, double rowsPerSecond, double cpuMicros) {

  static Pass of(String way, int round, int rows, long nanos, double cpuSeconds) {
    return new Pass(way, round, nanos / 1e6, rows / (nanos / 1e9), cpuSeconds * 1e6 / rows);
  }
}
