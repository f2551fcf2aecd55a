package dev.runmark.bench.decode;

import java.util.List;

/**
 * What to measure.
 *
 * @param kilobytes about how many a record has (1 KB = 1000 bytes)
 * @param rounds in each, every parser has a JVM of its own for each size
 * @param warmUpSeconds that are not counted, of each JVM
 * @param seconds that are
 */
public record DecodePlan(List<Integer> kilobytes, int rounds, int warmUpSeconds, int seconds) {

  public DecodePlan {
    kilobytes = List.copyOf(kilobytes);
    if (kilobytes.isEmpty()) {
      throw new IllegalArgumentException("measure nothing: wanted a size");
    }
    for (int size : kilobytes) {
      if (size < 1 || size > 900) {
        throw new IllegalArgumentException("record of " + size + " KB: wanted 1 to 900");
      }
    }
    if (rounds < 1 || warmUpSeconds < 0 || seconds < 1) {
      throw new IllegalArgumentException(
          rounds + " rounds of " + seconds + " s after " + warmUpSeconds + " s: wanted more");
    }
  }
}
