package dev.runmark.bench.list;

import dev.runmark.bench.measure.Spread;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What was found out of one kind of list.
 *
 * @param runs in it
 * @param lists that were counted
 */
public record ListResult(
    String list,
    int runs,
    int page,
    Spread firstMillis,
    Spread middleMillis,
    Spread lastMillis,
    Spread lastToFirst,
    Spread mostLiveMegabytes,
    List<WholeList> lists) {

  /**
   * @throws IllegalStateException when a list was not whole
   */
  static ListResult of(String name, int runs, int page, List<WholeList> lists) {
    for (WholeList list : lists) {
      if (list.runs() != runs) {
        throw new IllegalStateException(
            "list " + name + ": " + list.runs() + " runs, stored " + runs);
      }
    }
    return new ListResult(
        name,
        runs,
        page,
        spread(lists, WholeList::firstMillis),
        spread(lists, WholeList::middleMillis),
        spread(lists, WholeList::lastMillis),
        spread(lists, WholeList::lastToFirst),
        spread(lists, WholeList::mostLiveMegabytes),
        lists);
  }

  private static Spread spread(List<WholeList> lists, ToDoubleFunction<WholeList> value) {
    return Spread.of(lists.stream().mapToDouble(value).toArray());
  }
}
