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
 */
record Scenario(long seed, Traffic traffic, WindowRules rules, PartOptions parts) {

  static Scenario of(long seed) {
    Random random = new Random(seed);
    return new Scenario(seed, new Traffic(random), rules(random), parts(random));
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
