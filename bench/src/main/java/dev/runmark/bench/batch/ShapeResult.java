package dev.runmark.bench.batch;

import dev.runmark.bench.measure.Spread;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * What was found out for batches of one shape.
 *
 * @param bytes of the documents of one batch
 */
public record ShapeResult(String shape, long bytes, List<WayResult> ways) {

  /**
   * Of one way.
   *
   * @param ratio of its time until visible to {@link BatchBench#BASELINE}'s, round by round
   * @param peakMegabytes live on the heap, more than before, in 10⁶ bytes
   * @param readRatio of its reads to the baseline's
   */
  public record WayResult(
      String way,
      Spread millis,
      Spread ratio,
      Spread cpuMillis,
      Spread allocatedMegabytes,
      Spread peakMegabytes,
      Spread readMicros,
      Spread readRatio,
      List<Pass> passes) {}

  static ShapeResult of(
      String shape, long bytes, List<Pass> passes, Map<String, List<Double>> peaks) {
    Map<Integer, Pass> baseline =
        passes.stream()
            .filter(pass -> pass.way().equals(BatchBench.BASELINE))
            .collect(Collectors.toMap(Pass::round, pass -> pass));
    List<WayResult> ways =
        peaks.entrySet().stream()
            .map(
                way ->
                    of(
                        passes.stream().filter(pass -> pass.way().equals(way.getKey())).toList(),
                        way.getValue(),
                        baseline))
            .toList();
    return new ShapeResult(shape, bytes, ways);
  }

  private static WayResult of(List<Pass> passes, List<Double> peaks, Map<Integer, Pass> baseline) {
    return new WayResult(
        passes.get(0).way(),
        spread(passes, Pass::millis),
        ratio(passes, baseline, Pass::millis),
        spread(passes, Pass::cpuMillis),
        spread(passes, Pass::allocatedMegabytes),
        Spread.of(peaks.stream().mapToDouble(Double::doubleValue).toArray()),
        spread(passes, Pass::readMicros),
        ratio(passes, baseline, Pass::readMicros),
        passes);
  }

  private static Spread ratio(
      List<Pass> passes, Map<Integer, Pass> baseline, ToDoubleFunction<Pass> value) {
    return spread(
        passes,
        pass -> {
          Pass other = baseline.get(pass.round());
          return value.applyAsDouble(pass)
              / (other == null ? Double.NaN : value.applyAsDouble(other));
        });
  }

  private static Spread spread(List<Pass> passes, ToDoubleFunction<Pass> value) {
    return Spread.of(passes.stream().mapToDouble(value).toArray());
  }
}
