package dev.runmark.storage.json;

import java.security.SecureRandom;

/**
 * Hashes that nobody can make collide on purpose: a polynomial over the integers modulo 2⁶¹ − 1,
 * whose coefficients are the text and whose point is drawn when the JVM starts. Two different texts
 * of n bytes collide with a chance below n / 2⁶¹ ("polynomial hashing", Carter and Wegman 1979).
 */
final class NameHash {

  private static final long PRIME = (1L << 61) - 1;
  private static final long POINT = randomPoint();
  private static final int COEFFICIENT_BYTES = 7;

  private NameHash() {}

  static long of(byte[] text, int start, int end) {
    long hash = end - start;
    for (int from = start; from < end; from += COEFFICIENT_BYTES) {
      int to = Math.min(from + COEFFICIENT_BYTES, end);
      long coefficient = 0;
      for (int i = from; i < to; i++) {
        coefficient = coefficient << Byte.SIZE | text[i] & 0xff;
      }
      hash = reduced(times(hash, POINT) + coefficient);
    }
    return scattered(hash);
  }

  /** The product, below 2⁶² and not yet reduced all the way. */
  private static long times(long one, long other) {
    long low = one * other;
    long high = Math.multiplyHigh(one, other);
    return (low & PRIME) + (low >>> 61 | high << 3);
  }

  private static long reduced(long value) {
    long folded = (value & PRIME) + (value >>> 61);
    return folded >= PRIME ? folded - PRIME : folded;
  }

  /** One to one, so that the lower bits, by which tables choose, depend on all. */
  private static long scattered(long hash) {
    long mixed = (hash ^ hash >>> 30) * 0xbf58_476d_1ce4_e5b9L;
    mixed = (mixed ^ mixed >>> 27) * 0x94d0_49bb_1331_11ebL;
    return mixed ^ mixed >>> 31;
  }

  private static long randomPoint() {
    long point;
    do {
      point = new SecureRandom().nextLong() & PRIME;
    } while (point < 1L << 32 || point == PRIME);
    return point;
  }
}
