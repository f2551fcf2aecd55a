package dev.runmark.job.kafka.replay;

import java.util.BitSet;
import java.util.UUID;

/**
 * About how many runs were seen, in 2 MiB however many they are: linear counting, within a percent
 * up to some ten millions.
 */
final class DistinctRuns {

  private static final int BITS = 1 << 24;
  private static final long SPREAD = 0x9E37_79B9_7F4A_7C15L;

  private final BitSet seen = new BitSet(BITS);

  void add(UUID run) {
    long mixed = (run.getMostSignificantBits() * 31 + run.getLeastSignificantBits()) * SPREAD;
    seen.set((int) (mixed >>> 40));
  }

  long estimate() {
    double free = Math.max(1, BITS - seen.cardinality());
    return Math.round(-BITS * Math.log(free / BITS));
  }
}
