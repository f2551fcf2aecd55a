package dev.runmark.proof.simulation;

import dev.runmark.job.window.WindowRules;
import dev.runmark.sink.PartOptions;
import dev.runmark.storage.part.Compression;
import dev.runmark.storage.part.FrameFormat;
import java.time.Duration;
import java.util.Random;
import org.apache.flink.configuration.MemorySize;

/**
 * What a seed gives beside its schedule: the records, and options so small that all limits are met.
 *
 * @param clocksLag whether a clock may be a day behind. Then a sweep leaves a day of grace, as it
 *     must: else it takes what such a process writes for what nobody can commit any more
 */
record Scenario(
    long seed, Traffic traffic, WindowRules rules, PartOptions parts, boolean clocksLag) {

  private static final Duration DAY = Duration.ofDays(1);

  static Scenario of(long seed) {
    Random random = new Random(seed);
    return new Scenario(
        seed, new Traffic(random), rules(random), parts(random), random.nextBoolean());
  }

  /** By how much clocks are off: not at all, a day ahead, or behind where that may be. */
  Duration wrongClock(int which) {
    int days = which % 3 - 1;
    return DAY.multipliedBy(clocksLag ? days : Math.abs(days));
  }

  Duration grace() {
    return clocksLag ? DAY : Duration.ZERO;
  }

  private static WindowRules rules(Random random) {
    return new WindowRules(
        Duration.ofMillis(1 + random.nextInt(20)),
        Duration.ofMillis(1 + random.nextInt(50)),
        Duration.ofMillis(1 + random.nextInt(200)),
        new MemorySize(100 + random.nextInt(4000)),
        new MemorySize(1000 + random.nextInt(30_000)),
        new MemorySize(1 + random.nextInt(2000)),
        false);
  }

  private static PartOptions parts(Random random) {
    Compression compression = Compression.values()[random.nextInt(3)];
    return new PartOptions(
        new MemorySize(1 + random.nextInt(2000)),
        MemorySize.parse("1mb"),
        compression,
        new MemorySize(1 + random.nextInt(500)),
        FrameFormat.defaultLevel(compression));
  }
}
