package dev.runmark.bench.batch;

import java.io.PrintWriter;
import java.util.Locale;

/** A report as people read it. */
public final class BatchTable {

  private static final String ROW = "  %-20s %20s %17s %19s %22s %22s %22s %17s";

  private final PrintWriter out;

  public BatchTable(PrintWriter out) {
    this.out = out;
  }

  public void print(BatchReport report) {
    line("%nmeasured %s", report.measuredAt());
    line("on %s", report.machine().text());
    line("PostgreSQL %s; rounds %d", report.software().postgres(), report.plan().rounds());
    for (ShapeResult shape : report.shapes()) {
      line("%n%s, %.1f MB a batch", shape.shape(), shape.bytes() / 1e6);
      line(
          ROW,
          "way",
          "to visible, ms",
          "to Runmark",
          "CPU ms",
          "allocated MB",
          "peak live MB",
          "read one, µs",
          "to Runmark");
      shape.ways().forEach(this::print);
    }
    out.flush();
  }

  private void print(ShapeResult.WayResult way) {
    line(
        ROW,
        way.way(),
        way.millis().text("%.0f"),
        way.ratio().text("%.2f"),
        way.cpuMillis().text("%.0f"),
        way.allocatedMegabytes().text("%.1f"),
        way.peakMegabytes().text("%.1f"),
        way.readMicros().text("%.0f"),
        way.readRatio().text("%.2f"));
  }

  private void line(String format, Object... values) {
    out.printf(Locale.ROOT, format + "%n", values);
  }
}
