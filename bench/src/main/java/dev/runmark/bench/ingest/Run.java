package dev.runmark.bench.ingest;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One pass of a pipeline over the whole topic.
 *
 * @param seconds from the job's submission until all records were visible
 * @param bytes of the records' values, however they were stored
 * @param storedBytes of the objects that readers are given
 * @param cpuSeconds used by each process meanwhile
 * @param longestWaitSeconds of a record, from when the source has read it until it was visible;
 *     null where that is not asked
 * @param load of the machine, averaged over the minute before
 */
public record Run(
    String pipeline,
    int round,
    double seconds,
    long records,
    long bytes,
    long storedBytes,
    Map<String, Double> cpuSeconds,
    Checkpoints checkpoints,
    @Nullable Double longestWaitSeconds,
    double load) {

  private static final double MEGA = 1e6;
  private static final double GIGA = 1e9;

  public Run {
    if (seconds <= 0) {
      throw new IllegalArgumentException(
          pipeline + ", round " + round + ": took " + seconds + " s");
    }
    cpuSeconds = new TreeMap<>(cpuSeconds);
  }

  public double recordsPerSecond() {
    return records / seconds;
  }

  public double megabytesPerSecond() {
    return bytes / MEGA / seconds;
  }

  double recordsPerCpuSecond() {
    return records / cpuSeconds.values().stream().mapToDouble(Double::doubleValue).sum();
  }

  double cpuSecondsPerGigabyte(String process) {
    return cpuSeconds.getOrDefault(process, 0.0) * GIGA / bytes;
  }
}
