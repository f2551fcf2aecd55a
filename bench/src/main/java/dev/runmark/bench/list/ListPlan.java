package dev.runmark.bench.list;

import dev.runmark.storage.query.RunQuery;

/**
 * What to measure.
 *
 * @param runs that are listed without their documents
 * @param documents runs of 1 KB that are listed with theirs
 * @param page runs a page
 * @param heap MiB that the listing JVM may have at most
 * @param warmUps whole lists that are not counted
 * @param rounds whole lists that are
 */
public record ListPlan(int runs, int documents, int page, int heap, int warmUps, int rounds) {

  public ListPlan {
    requireBetween("page", page, 1, RunQuery.LARGEST_PAGE);
    requireBetween("runs", runs, 3 * page, 100_000_000);
    requireBetween("runs with documents", documents, 3 * page, 10_000_000);
    requireBetween("heap in MiB", heap, 32, 4096);
    if (rounds < 1 || warmUps < 0) {
      throw new IllegalArgumentException(rounds + " rounds after " + warmUps + ": wanted more");
    }
  }

  private static void requireBetween(String what, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(what + " " + value + ": wanted " + least + " to " + most);
    }
  }
}
