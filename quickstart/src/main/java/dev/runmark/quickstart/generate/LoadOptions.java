package dev.runmark.quickstart.generate;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * What to send.
 *
 * @param topic must exist
 * @param seed the same seed and start make the same runs
 * @param startedAt from when the runs' times and ids are; two loads must differ in it or in the
 *     seed
 * @param runs how many; {@link #ENDLESS} for until it is stopped
 * @param rate runs started per second, evenly; 0 for as fast as possible, in the same order as at a
 *     rate and without its waits
 * @param leastBytes and {@code mostBytes}: about how large a run's JSON is
 * @param poison how many in a thousand records are poison, besides the others
 * @param delays how long runs take
 */
public record LoadOptions(
    String bootstrapServers,
    String topic,
    long seed,
    Instant startedAt,
    long runs,
    double rate,
    int leastBytes,
    int mostBytes,
    int poison,
    Delays delays) {

  public static final long ENDLESS = Long.MAX_VALUE;

  private static final int PER_MILLE = 1000;

  public LoadOptions {
    if (runs <= 0 || rate < 0) {
      throw new IllegalArgumentException("load of " + runs + " runs at " + rate + " a second");
    }
    // A record must stay below the broker's limit, 1 MiB, when its text is escaped.
    if (leastBytes < 1000 || mostBytes < leastBytes || mostBytes > 300_000) {
      throw new IllegalArgumentException(
          "sizes from " + leastBytes + " to " + mostBytes + ": wanted 1000 <= … <= 300000");
    }
    if (poison < 0 || poison > PER_MILLE) {
      throw new IllegalArgumentException("poison " + poison + ": wanted 0 to " + PER_MILLE);
    }
  }

  /** As many realistic runs as wanted, 1 to 200 KB, as fast as possible. */
  public static LoadOptions of(String bootstrapServers, String topic, long runs) {
    long seed = System.nanoTime();
    return new LoadOptions(
        bootstrapServers,
        topic,
        seed,
        Instant.now().truncatedTo(ChronoUnit.MICROS),
        runs,
        0,
        1000,
        200_000,
        5,
        Delays.REALISTIC);
  }

  public LoadOptions withSeed(long newSeed) {
    return copy(newSeed, rate, leastBytes, mostBytes, delays);
  }

  public LoadOptions withRate(double newRate) {
    return copy(seed, newRate, leastBytes, mostBytes, delays);
  }

  public LoadOptions withSizes(int newLeast, int newMost) {
    return copy(seed, rate, newLeast, newMost, delays);
  }

  public LoadOptions withDelays(Delays newDelays) {
    return copy(seed, rate, leastBytes, mostBytes, newDelays);
  }

  private LoadOptions copy(
      long newSeed, double newRate, int newLeast, int newMost, Delays newDelays) {
    return new LoadOptions(
        bootstrapServers,
        topic,
        newSeed,
        startedAt,
        runs,
        newRate,
        newLeast,
        newMost,
        poison,
        newDelays);
  }
}
