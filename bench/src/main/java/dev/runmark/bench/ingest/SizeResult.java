package dev.runmark.bench.ingest;

import dev.runmark.bench.measure.Spread;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * What was measured with runs of one size.
 *
 * @param kilobytes that a run was meant to have
 * @param pipelines in the order of the first round
 * @param baseline the peer that the ratios are to: the fastest one
 * @param ratios of each other pipeline's records per second to the baseline's, of the same round
 * @param cpuRatios of the CPU time of all processes that the baseline took to the other's: how many
 *     records for the same CPU; less blurred by what else the machine does
 */
public record SizeResult(
    int kilobytes,
    long records,
    long bytes,
    List<PipelineResult> pipelines,
    String baseline,
    Map<String, Spread> ratios,
    Map<String, Spread> cpuRatios) {

  /** One pipeline's runs. */
  public record PipelineResult(
      String pipeline,
      Spread recordsPerSecond,
      Spread megabytesPerSecond,
      Map<String, Double> cpuSecondsPerGigabyte,
      Spread checkpointMegabytes,
      Spread checkpointSeconds,
      List<Run> runs) {

    static PipelineResult of(List<Run> runs) {
      Map<String, Double> cpu = new TreeMap<>();
      for (String process : new TreeSet<>(runs.get(0).cpuSeconds().keySet())) {
        cpu.put(process, spread(runs, run -> run.cpuSecondsPerGigabyte(process)).median());
      }
      return new PipelineResult(
          runs.get(0).pipeline(),
          spread(runs, Run::recordsPerSecond),
          spread(runs, Run::megabytesPerSecond),
          cpu,
          spread(runs, run -> run.checkpoints().largestMegabytes()),
          spread(runs, run -> run.checkpoints().longestSeconds()),
          runs);
    }

    private static Spread spread(List<Run> runs, ToDoubleFunction<Run> value) {
      return Spread.of(runs.stream().mapToDouble(value).toArray());
    }
  }

  /**
   * @param runs of all pipelines and rounds, each pipeline once in each round
   * @param peers the names of the pipelines that are not ours
   */
  static SizeResult of(int kilobytes, LoadedTopic topic, List<Run> runs, List<String> peers) {
    List<PipelineResult> pipelines =
        runs.stream().map(Run::pipeline).distinct().map(name -> pipeline(name, runs)).toList();
    PipelineResult baseline =
        pipelines.stream()
            .filter(one -> peers.contains(one.pipeline()))
            .max(Comparator.comparingDouble(one -> one.recordsPerSecond().median()))
            .orElseThrow(() -> new IllegalArgumentException("ratio to a peer: none was measured"));
    Map<String, Spread> ratios = new TreeMap<>();
    Map<String, Spread> cpuRatios = new TreeMap<>();
    for (PipelineResult one : pipelines) {
      if (one != baseline) {
        ratios.put(one.pipeline(), ratio(one, baseline, Run::recordsPerSecond));
        cpuRatios.put(one.pipeline(), ratio(one, baseline, Run::recordsPerCpuSecond));
      }
    }
    return new SizeResult(
        kilobytes,
        topic.records(),
        topic.bytes(),
        pipelines,
        baseline.pipeline(),
        ratios,
        cpuRatios);
  }

  private static PipelineResult pipeline(String name, List<Run> runs) {
    return PipelineResult.of(runs.stream().filter(run -> run.pipeline().equals(name)).toList());
  }

  /** Round by round: what else the machine did in a round slowed both. */
  private static Spread ratio(
      PipelineResult ours, PipelineResult baseline, ToDoubleFunction<Run> value) {
    Map<Integer, Run> byRound =
        baseline.runs().stream().collect(Collectors.toMap(Run::round, run -> run));
    return Spread.of(
        ours.runs().stream()
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
