package dev.runmark.bench.micro;

import java.util.List;

/**
 * What to measure.
 *
 * @param kilobytes about how many a run has (1 KB = 1000 bytes), where it matters
 * @param rounds in each, every method has JVMs of its own
 * @param jvms of each method in a round; 0: it runs in this one, which only a test wants
 * @param warmUpMillis that are not counted, of each JVM
 * @param millis that are
 */
public record MicroPlan(
    List<Integer> kilobytes, int rounds, int jvms, int warmUpMillis, int millis) {

  public MicroPlan {
    kilobytes = List.copyOf(kilobytes);
    if (kilobytes.isEmpty()) {
      throw new IllegalArgumentException("measure nothing: wanted a size");
    }
    for (int size : kilobytes) {
      if (size < 1 || size > 900) {
        throw new IllegalArgumentException("run of " + size + " KB: wanted 1 to 900");
      }
    }
    if (rounds < 1 || jvms < 0 || warmUpMillis < 0 || millis < 1) {
      throw new IllegalArgumentException(
          rounds + " rounds of " + millis + " ms after " + warmUpMillis + " ms: wanted more");
    }
  }
}
