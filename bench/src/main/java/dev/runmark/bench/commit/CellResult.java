package dev.runmark.bench.commit;

import dev.runmark.bench.measure.Spread;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** What was found out for batches of one size and one order of ids. */
public record CellResult(int rows, IdOrder ids, long filled, List<WayResult> ways) {

  /**
   * Of one way.
   *
   * @param ratio of its rows a second to those of COPY into the same table, round by round
   */
  public record WayResult(
      String way,
      Spread millis,
      Spread rowsPerSecond,
      Spread ratio,
      Spread cpuMicros,
      List<Pass> passes) {}

  static CellResult of(int rows, IdOrder ids, long filled, List<String> order, List<Pass> passes) {
    Map<Integer, Double> copy =
        passes.stream()
            .filter(pass -> pass.way().equals(CommitBench.COPY))
            .collect(Collectors.toMap(Pass::round, Pass::rowsPerSecond));
    List<WayResult> ways =
        order.stream()
            .map(way -> of(passes.stream().filter(pass -> pass.way().equals(way)).toList(), copy))
            .toList();
    return new CellResult(rows, ids, filled, ways);
  }

  private static WayResult of(List<Pass> passes, Map<Integer, Double> copy) {
    return new WayResult(
        passes.get(0).way(),
        spread(passes, Pass::millis),
        spread(passes, Pass::rowsPerSecond),
        spread(passes, pass -> pass.rowsPerSecond() / copy.getOrDefault(pass.round(), Double.NaN)),
        spread(passes, Pass::cpuMicros),
        passes);
  }

  private static Spread spread(List<Pass> passes, ToDoubleFunction<Pass> value) {
    return Spread.of(passes.stream().mapToDouble(value).toArray());
  }
}
