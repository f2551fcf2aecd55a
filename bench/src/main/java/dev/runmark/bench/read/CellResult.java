package dev.runmark.bench.read;

import dev.runmark.bench.measure.Spread;
import dev.runmark.storage.part.Compression;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * What was found out for one size of runs, one compression and one number of clients.
 *
 * @param documentBytes of a run, on average
 */
public record CellResult(
    Compression compression, int kilobytes, int clients, long documentBytes, List<WayResult> ways) {

  /** Of one way to the runs; ratios are to the floor, each round by itself. */
  public record WayResult(
      String way,
      Spread p50Micros,
      Spread p99Micros,
      Spread readsPerSecond,
      Spread p50Ratio,
      Spread p99Ratio,
      Spread cpuMicros,
      Spread cpuRatio,
      List<Pass> passes) {}

  /**
   * @param passes of all ways and rounds, the floor's among them
   */
  static List<WayResult> ways(List<String> order, List<Pass> passes) {
    Map<Integer, Pass> floor =
        passes.stream()
            .filter(pass -> pass.way().equals(ReadBench.FLOOR))
            .collect(Collectors.toMap(Pass::round, pass -> pass));
    return order.stream()
        .map(way -> of(way, passes.stream().filter(pass -> pass.way().equals(way)).toList(), floor))
        .toList();
  }

  private static WayResult of(String way, List<Pass> passes, Map<Integer, Pass> floor) {
    return new WayResult(
        way,
        spread(passes, Pass::p50Micros),
        spread(passes, Pass::p99Micros),
        spread(passes, Pass::readsPerSecond),
        spread(passes, pass -> pass.p50Micros() / of(floor, pass).p50Micros()),
        spread(passes, pass -> pass.p99Micros() / of(floor, pass).p99Micros()),
        spread(passes, Pass::cpuMicros),
        spread(passes, pass -> pass.cpuMicros() / of(floor, pass).cpuMicros()),
        passes);
  }

  private static Pass of(Map<Integer, Pass> floor, Pass pass) {
    Pass same = floor.get(pass.round());
    if (same == null) {
      throw new IllegalStateException(
          "ratio of " + pass.way() + " in round " + pass.round() + ": the floor was not measured");
    }
    return same;
  }

  private static Spread spread(List<Pass> passes, ToDoubleFunction<Pass> value) {
    return Spread.of(passes.stream().mapToDouble(value).toArray());
  }
}
