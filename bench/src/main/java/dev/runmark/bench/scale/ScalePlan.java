package dev.runmark.bench.scale;

import java.util.ArrayList;
import java.util.List;

/**
 * What to measure.
 *
 * @param runs that the index has in the end; it is looked at at each power of ten from 10,000 on
 * @param batch rows of a commit; the first power of ten may be less than that
 * @param reads single runs that are looked up at each power of ten in a round, and first pages
 * @param rounds of reads
 */
public record ScalePlan(long runs, int batch, int reads, int rounds) {

  private static final long FIRST = 10_000;

  public ScalePlan {
    if (runs < FIRST || runs > 100_000_000) {
      throw new IllegalArgumentException("runs " + runs + ": wanted 10000 to 100000000");
    }
    if (batch < 1 || batch > 1_000_000 || reads < 1 || rounds < 1) {
      throw new IllegalArgumentException(
          batch + " rows a batch, " + rounds + " rounds of " + reads + " reads: wanted more");
    }
  }

  /** The powers of ten, and the end where it is none. */
  List<Long> sizes() {
    List<Long> sizes = new ArrayList<>();
    for (long size = FIRST; size < runs; size *= 10) {
      sizes.add(size);
    }
    sizes.add(runs);
    return sizes;
  }
}
