package dev.runmark.bench.memory;

import java.util.List;

/**
 * What to measure.
 *
 * @param kilobytes about how many a run has (1 KB = 1000 bytes); each with a new TaskManager
 * @param megabytesASecond what is sent, in 10⁶ bytes a second; each with a new TaskManager
 * @param options lines of the job's options file
 * @param warmUpSeconds of load that are not counted
 * @param looks at the live heap that are
 * @param lookSeconds between two of them
 */
public record MemoryPlan(
    List<Integer> kilobytes,
    List<Double> megabytesASecond,
    List<String> options,
    int warmUpSeconds,
    int looks,
    int lookSeconds) {

  public MemoryPlan {
    kilobytes = List.copyOf(kilobytes);
    megabytesASecond = List.copyOf(megabytesASecond);
    options = List.copyOf(options);
    for (int size : kilobytes) {
      if (size < 1 || size > 1000) {
        throw new IllegalArgumentException("run of " + size + " KB: wanted 1 to 1000");
      }
    }
    for (double rate : megabytesASecond) {
      if (rate <= 0 || rate > 1000) {
        throw new IllegalArgumentException(rate + " MB a second: wanted more than 0, at most 1000");
      }
    }
    if (kilobytes.isEmpty() || megabytesASecond.isEmpty()) {
      throw new IllegalArgumentException("measure nothing: wanted a size and a rate");
    }
    if (warmUpSeconds < 0 || looks < 3 || lookSeconds < 1) {
      throw new IllegalArgumentException(
          "%d looks, each %d s, after %d s: wanted at least 3, each 1 s"
              .formatted(looks, lookSeconds, warmUpSeconds));
    }
  }
}
