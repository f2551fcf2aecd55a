package dev.runmark.bench.memory;

import dev.runmark.bench.measure.Spread;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What was found out with runs of one size at one rate.
 *
 * @param runsPerSecond that were sent while it was looked
 * @param live on the heap after full collections, in 10⁶ bytes
 * @param resident the process's, in 10⁶ bytes
 * @param allocatedBytes a run, from the first look until all were visible
 * @param trend of the live heap, in 10⁶ bytes a minute
 */
public record CellResult(
    int kilobytes,
    double megabytesASecond,
    double runsPerSecond,
    Spread live,
    Spread resident,
    double allocatedBytes,
    End end,
    Trend trend,
    List<Look> looks) {

  /**
   * How it stood in the end.
   *
   * @param sent runs, all of which were visible then
   * @param drainSeconds from the last one's sending until all were
   * @param allocatedMegabytes since the process was first looked at
   * @param heapMegabytes that the process may take
   */
  public record End(
      long sent, double drainSeconds, double allocatedMegabytes, double heapMegabytes) {}

  static CellResult of(int kilobytes, double rate, End end, List<Look> looks) {
    Look first = looks.get(0);
    Look last = looks.get(looks.size() - 1);
    return new CellResult(
        kilobytes,
        rate,
        (last.sent() - first.sent()) / ((last.minutes() - first.minutes()) * 60),
        spread(looks, Look::liveMegabytes),
        spread(looks, Look::residentMegabytes),
        (end.allocatedMegabytes() - first.allocatedMegabytes()) * 1e6 / (end.sent() - first.sent()),
        end,
        Trend.of(
            looks.stream()
                .map(look -> new Trend.Point(look.minutes(), look.liveMegabytes()))
                .toList()),
        looks);
  }

  private static Spread spread(List<Look> looks, ToDoubleFunction<Look> value) {
    return Spread.of(looks.stream().mapToDouble(value).toArray());
  }
}
