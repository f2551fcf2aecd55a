package dev.runmark.bench.decode;

import dev.runmark.bench.measure.Spread;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * What was measured with records of one size.
 *
 * @param bytes of all records, {@code records} of them
 * @param ratios of each parser's megabytes per CPU second to {@link #BASELINE}'s, of the same round
 */
public record DecodeResult(
    int kilobytes,
    int records,
    long bytes,
    List<ParserResult> parsers,
    Map<String, Spread> ratios) {

  /** The parser that the ratios are to. */
  public static final String BASELINE = "jackson";

  /** One parser's passes. */
  public record ParserResult(
      String parser,
      Spread megabytesPerSecond,
      Spread megabytesPerCpuSecond,
      Spread allocatedBytesPerEvent,
      List<Pass> passes) {

    static ParserResult of(String parser, List<Pass> passes) {
      return new ParserResult(
          parser,
          spread(passes, Pass::megabytesPerSecond),
          spread(passes, Pass::megabytesPerCpuSecond),
          spread(passes, Pass::allocatedBytesPerEvent),
          passes);
    }

    private static Spread spread(List<Pass> passes, ToDoubleFunction<Pass> value) {
      return Spread.of(passes.stream().mapToDouble(value).toArray());
    }
  }

  /**
   * @param passes of this size: every parser once in every round
   */
  static DecodeResult of(int kilobytes, int records, long bytes, List<Pass> passes) {
    Map<String, List<Pass>> byParser =
        passes.stream()
            .sorted(Comparator.comparingInt(Pass::round))
            .collect(Collectors.groupingBy(Pass::parser, TreeMap::new, Collectors.toList()));
    List<Pass> baseline = byParser.getOrDefault(BASELINE, List.of());
    Map<String, Spread> ratios = new TreeMap<>();
    byParser.forEach((parser, own) -> ratios.put(parser, ratio(own, baseline)));
    ratios.remove(BASELINE);
    return new DecodeResult(
        kilobytes,
        records,
        bytes,
        byParser.entrySet().stream()
            .map(one -> ParserResult.of(one.getKey(), one.getValue()))
            .toList(),
        ratios);
  }

  /** Round by round: what else the machine did in a round slowed both. */
  private static Spread ratio(List<Pass> own, List<Pass> baseline) {
    Map<Integer, Double> speeds =
        baseline.stream().collect(Collectors.toMap(Pass::round, Pass::megabytesPerCpuSecond));
    return Spread.of(
        own.stream()
            .mapToDouble(pass -> pass.megabytesPerCpuSecond() / speed(speeds, pass))
            .toArray());
  }

  private static double speed(Map<Integer, Double> speeds, Pass pass) {
    Double speed = speeds.get(pass.round());
    if (speed == null) {
      throw new IllegalArgumentException(
          "ratio of "
              + pass.parser()
              + " in round "
              + pass.round()
              + ": "
              + BASELINE
              + " did not run");
    }
    return speed;
  }
}
