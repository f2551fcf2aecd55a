package dev.runmark.bench.ingest;

import dev.runmark.bench.measure.Spread;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * What was measured with runs of one size, at one parallelism.
 *
 * @param kilobytes that a run was meant to have
 * @param pipelines in the order of the first round
 * @param baseline the peer that the ratios are to: the fastest one
 * @param ratios of each other pipeline's records per second to the baseline's, of the same round
 * @param cpuRatios of the CPU time of all processes that the baseline took to the other's: how many
 *     records for the same CPU; less blurred by what else the machine does
 * @param toPeers the same of our pipelines alone, to each peer's; of several FileSinks to the
 *     fastest
 */
public record SizeResult(
    int kilobytes,
    int parallelism,
    long records,
    long bytes,
    List<PipelineResult> pipelines,
    String baseline,
    Map<String, Spread> ratios,
    Map<String, Spread> cpuRatios,
    Map<String, Ratios> toPeers) {

  /**
   * One pipeline's runs.
   *
   * @param longestWaitSeconds null where that is not asked, see {@link Run}
   */
  public record PipelineResult(
      String pipeline,
      Spread recordsPerSecond,
      Spread megabytesPerSecond,
      Map<String, Double> cpuSecondsPerGigabyte,
      Spread checkpointMegabytes,
      Spread checkpointSeconds,
      @Nullable Spread longestWaitSeconds,
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
          longestWait(runs),
          runs);
    }

    private static @Nullable Spread longestWait(List<Run> runs) {
      double[] waits =
          runs.stream()
              .map(Run::longestWaitSeconds)
              .filter(Objects::nonNull)
              .mapToDouble(Double::doubleValue)
              .toArray();
      return waits.length == 0 ? null : Spread.of(waits);
    }

    private static Spread spread(List<Run> runs, ToDoubleFunction<Run> value) {
      return Spread.of(runs.stream().mapToDouble(value).toArray());
    }
  }

  /**
   * @param runs of all pipelines and rounds, each pipeline once in each round
   */
  static SizeResult of(
      int kilobytes, int parallelism, LoadedTopic topic, List<Run> runs, PeerNames peers) {
    List<PipelineResult> pipelines =
        runs.stream().map(Run::pipeline).distinct().map(name -> pipeline(name, runs)).toList();
    PipelineResult baseline =
        pipelines.stream()
            .filter(one -> peers.baselines().contains(one.pipeline()))
            .max(Comparator.comparingDouble(one -> one.recordsPerSecond().median()))
            .orElseThrow(() -> new IllegalArgumentException("ratio to a peer: none was measured"));
    List<PipelineResult> ours =
        pipelines.stream().filter(one -> !peers.all().contains(one.pipeline())).toList();
    Map<String, Ratios> toPeers = new LinkedHashMap<>();
    for (PipelineResult one : pipelines) {
      if (peers.counts(one.pipeline(), baseline.pipeline())) {
        toPeers.put(one.pipeline(), Ratios.of(ours, one));
      }
    }
    Ratios all = Ratios.of(pipelines, baseline);
    return new SizeResult(
        kilobytes,
        parallelism,
        topic.records(),
        topic.bytes(),
        pipelines,
        baseline.pipeline(),
        all.ratios(),
        all.cpuRatios(),
        toPeers);
  }

  private static PipelineResult pipeline(String name, List<Run> runs) {
    return PipelineResult.of(runs.stream().filter(run -> run.pipeline().equals(name)).toList());
  }
}
