package dev.runmark.bench.ingest;

import dev.runmark.bench.ingest.SizeResult.PipelineResult;
import dev.runmark.bench.measure.Spread;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * How pipelines compare with one of them; above 1 they are the faster ones.
 *
 * @param ratios of their records per second to its, by their names
 * @param cpuRatios of their records per second of CPU, of all processes together, to its
 */
public record Ratios(Map<String, Spread> ratios, Map<String, Spread> cpuRatios) {

  static Ratios of(List<PipelineResult> pipelines, PipelineResult to) {
    Map<String, Spread> ratios = new TreeMap<>();
    Map<String, Spread> cpuRatios = new TreeMap<>();
    for (PipelineResult one : pipelines) {
      if (one != to) {
        ratios.put(one.pipeline(), ratio(one, to, Run::recordsPerSecond));
        cpuRatios.put(one.pipeline(), ratio(one, to, Run::recordsPerCpuSecond));
      }
    }
    return new Ratios(ratios, cpuRatios);
  }

  /** Round by round: what else the machine did in a round slowed both. */
  private static Spread ratio(PipelineResult one, PipelineResult to, ToDoubleFunction<Run> value) {
    Map<Integer, Run> byRound =
        to.runs().stream().collect(Collectors.toMap(Run::round, run -> run));
    return Spread.of(
        one.runs().stream()
            .mapToDouble(run -> value.applyAsDouble(run) / value.applyAsDouble(peer(byRound, run)))
            .toArray());
  }

  private static Run peer(Map<Integer, Run> byRound, Run run) {
    Run peer = byRound.get(run.round());
    if (peer == null) {
      throw new IllegalArgumentException(
          "ratio of " + run.pipeline() + " in round " + run.round() + ": the peer did not run");
    }
    return peer;
  }
}
