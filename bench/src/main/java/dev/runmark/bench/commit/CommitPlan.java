package dev.runmark.bench.commit;

import java.util.List;

/**
 * What to measure.
 *
 * @param rows sizes of the batches that are committed
 * @param ids how the ids of runs are chosen
 * @param filled rows that are in the table before
 * @param warmUps batches of each way that are not counted
 * @param rounds batches of each way that are
 */
public record CommitPlan(
    List<Integer> rows, List<IdOrder> ids, long filled, int warmUps, int rounds) {

  public CommitPlan {
    rows = List.copyOf(rows);
    ids = List.copyOf(ids);
    for (int each : rows) {
      if (each < 1 || each > 5_000_000) {
        throw new IllegalArgumentException("rows " + each + ": wanted 1 to 5000000");
      }
    }
    if (filled < 0 || filled > 100_000_000) {
      throw new IllegalArgumentException("filled " + filled + ": wanted 0 to 100000000");
    }
    if (rounds < 1 || warmUps < 0) {
      throw new IllegalArgumentException(rounds + " rounds after " + warmUps + ": wanted more");
    }
  }
}
