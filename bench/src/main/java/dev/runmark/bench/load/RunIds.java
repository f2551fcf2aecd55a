package dev.runmark.bench.load;

import java.time.Instant;
import java.util.Random;
import java.util.UUID;

/** Ids of UUID version 7, the same ones for the same times each time. One thread at a time. */
public final class RunIds {

  private static final long VERSION = 0x7000L;
  private static final long VARIANT = 0x8000_0000_0000_0000L;

  private final Random random;

  public RunIds(long seed) {
    random = new Random(seed);
  }

  public UUID at(Instant time) {
    long high = time.toEpochMilli() << 16 | VERSION | random.nextInt(1 << 12);
    return new UUID(high, random.nextLong() >>> 2 | VARIANT);
  }
}
