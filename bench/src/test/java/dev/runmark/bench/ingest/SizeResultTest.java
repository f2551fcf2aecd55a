package dev.runmark.bench.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import dev.runmark.bench.measure.Spread;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class SizeResultTest {

  private static final Offset<Double> EXACT = offset(1e-9);
  private static final LoadedTopic TOPIC = new LoadedTopic("runs", 1000, 2_000_000_000L);

  @Test
  void aRunTellsItsRates() {
    Run run = run("ours", 1, 4, Map.of("flink", 6.0, "s3", 2.0));
    assertThat(run.recordsPerSecond()).isEqualTo(250, EXACT);
    assertThat(run.megabytesPerSecond()).isEqualTo(500, EXACT);
    assertThat(run.recordsPerCpuSecond()).isEqualTo(125, EXACT);
    assertThat(run.cpuSecondsPerGigabyte("flink")).isEqualTo(3, EXACT);
  }

  @Test
  void theRatioIsTakenRoundByRoundAndNotBetweenTheMedians() {
    // The machine got slower from round to round, for both.
    List<Run> runs =
        List.of(
            run("peer", 1, 1), run("ours", 1, 2),
            run("ours", 2, 8), run("peer", 2, 2),
            run("peer", 3, 4), run("ours", 3, 4));
    SizeResult result = result(runs, "peer");
    assertSpread(result.ratios().get("ours"), 0.5, 0.25, 1);
    assertThat(result.pipelines().get(0).recordsPerSecond().median()).isEqualTo(500, EXACT);
    assertThat(result.pipelines().get(1).recordsPerSecond().median()).isEqualTo(250, EXACT);
  }

  @Test
  void theRatioPerCpuCountsTheCpuOfAllProcesses() {
    List<Run> runs =
        List.of(
            run("peer", 1, 1, Map.of("flink", 1.0, "s3", 3.0)),
            run("ours", 1, 1, Map.of("flink", 1.0, "s3", 0.5, "postgres", 0.5)));
    SizeResult result = result(runs, "peer");
    assertSpread(result.cpuRatios().get("ours"), 2, 2, 2);
  }

  @Test
  void theFasterPeerIsTheBaseline() {
    List<Run> runs = List.of(run("slow", 1, 4), run("fast", 1, 1), run("ours", 1, 2));
    SizeResult result = result(runs, "slow", "fast");
    assertThat(result.baseline()).isEqualTo("fast");
    assertThat(result.ratios()).containsOnlyKeys("slow", "ours");
    assertSpread(result.ratios().get("ours"), 0.5, 0.5, 0.5);
  }

  @Test
  void aRoundWithoutThePeerHasNoRatio() {
    List<Run> runs = List.of(run("peer", 1, 1), run("ours", 2, 1));
    assertThatThrownBy(() -> result(runs, "peer"))
        .hasMessage("ratio of ours in round 2: the peer did not run");
  }

  @Test
  void withoutAPeerThereIsNoRatio() {
    assertThatThrownBy(() -> result(List.of(run("ours", 1, 1)), "peer"))
        .hasMessage("ratio to a peer: none was measured");
  }

  @Test
  void oursIsAlsoToldByEachPeerAndOfSeveralBaselinesByTheFastest() {
    List<Run> runs =
        List.of(run("slow", 1, 4), run("fast", 1, 1), run("other", 1, 8), run("ours", 1, 2));
    PeerNames peers = new PeerNames(List.of("slow", "fast", "other"), List.of("slow", "fast"));
    SizeResult result = SizeResult.of(10, 2, TOPIC, runs, peers);
    assertThat(result.toPeers()).containsOnlyKeys("fast", "other");
    assertThat(result.toPeers().get("other").ratios()).containsOnlyKeys("ours");
    assertSpread(result.toPeers().get("other").ratios().get("ours"), 4, 4, 4);
    assertSpread(result.toPeers().get("fast").ratios().get("ours"), 0.5, 0.5, 0.5);
    assertSpread(result.ratios().get("other"), 0.125, 0.125, 0.125);
  }

  private static SizeResult result(List<Run> runs, String... peers) {
    return SizeResult.of(10, 2, TOPIC, runs, new PeerNames(List.of(peers), List.of(peers)));
  }

  private static void assertSpread(Spread spread, double median, double least, double most) {
    assertThat(spread.median()).isEqualTo(median, EXACT);
    assertThat(spread.least()).isEqualTo(least, EXACT);
    assertThat(spread.most()).isEqualTo(most, EXACT);
  }

  private static Run run(String pipeline, int round, double seconds) {
    return run(pipeline, round, seconds, Map.of("flink", 1.0));
  }

  private static Run run(String pipeline, int round, double seconds, Map<String, Double> cpu) {
    return new Run(
        pipeline,
        round,
        seconds,
        TOPIC.records(),
        TOPIC.bytes(),
        0,
        cpu,
        new Checkpoints(1, 2, 3),
        null,
        0);
  }
}
