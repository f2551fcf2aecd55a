package dev.runmark.bench.ingest;

import dev.runmark.bench.measure.Spread;
import dev.runmark.bench.servers.Software;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A report as people read it. */
public final class ReportTable {

  private final PrintWriter out;

  public ReportTable(PrintWriter out) {
    this.out = out;
  }

  public void print(Report report) {
    Software software = report.software();
    line("%nmeasured %s", report.measuredAt());
    line("on %s", report.machine().text());
    line(
        "Flink %s, Kafka %s, PostgreSQL %s (%s); checkpoint every %.0f s, rounds %d",
        software.flink(),
        software.kafka(),
        software.postgres(),
        software.postgresSettings(),
        report.checkpointSeconds(),
        report.plan().rounds());
    report.sizes().forEach(this::print);
    out.flush();
  }

  private void print(SizeResult size) {
    line(
        "%n%d KB, parallelism %d: %d records, %.0f MB; ratios to %s",
        size.kilobytes(), size.parallelism(), size.records(), size.bytes() / 1e6, size.baseline());
    line(
        "  %-21s %24s %7s %19s %19s %14s %17s  %s",
        "pipeline",
        "records/s (least–most)",
        "MB/s",
        "ratio",
        "per CPU",
        "checkpoints",
        "longest wait, s",
        "CPU-s/GB");
    for (SizeResult.PipelineResult pipeline : size.pipelines()) {
      line(
          "  %-21s %24s %7.1f %19s %19s %14s %17s  %s",
          pipeline.pipeline(),
          pipeline.recordsPerSecond().text("%.0f"),
          pipeline.megabytesPerSecond().median(),
          ratio(size.ratios().get(pipeline.pipeline())),
          ratio(size.cpuRatios().get(pipeline.pipeline())),
          checkpoints(pipeline),
          longestWait(pipeline.longestWaitSeconds()),
          cpu(pipeline.cpuSecondsPerGigabyte()));
    }
    printToPeers(size);
  }

  /** Ours by each peer's: above 1 we are faster, or cheaper. */
  private void printToPeers(SizeResult size) {
    line("  %-21s %-21s %19s %19s", "ratio of", "to", "records/s", "per CPU");
    size.toPeers()
        .forEach(
            (peer, to) ->
                to.ratios()
                    .forEach(
                        (ours, ratio) ->
                            line(
                                "  %-21s %-21s %19s %19s",
                                ours, peer, ratio.text("%.2f"), ratio(to.cpuRatios().get(ours)))));
  }

  private static String ratio(@Nullable Spread ratio) {
    return ratio == null ? "1" : ratio.text("%.2f");
  }

  /** The largest and the longest of a pass. */
  private static String checkpoints(SizeResult.PipelineResult pipeline) {
    return String.format(
        Locale.ROOT,
        "%.0f MB, %.1f s",
        pipeline.checkpointMegabytes().median(),
        pipeline.checkpointSeconds().median());
  }

  private static String longestWait(@Nullable Spread seconds) {
    return seconds == null ? "" : seconds.text("%.1f");
  }

  private static String cpu(Map<String, Double> seconds) {
    return seconds.entrySet().stream()
        .map(one -> String.format(Locale.ROOT, "%s %.1f", one.getKey(), one.getValue()))
        .collect(Collectors.joining(", "));
  }

  private void line(String format, Object... values) {
    out.printf(Locale.ROOT, format + "%n", values);
  }
}
