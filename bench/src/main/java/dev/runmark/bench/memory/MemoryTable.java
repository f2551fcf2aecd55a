package dev.runmark.bench.memory;

import java.io.PrintWriter;
import java.util.Locale;

/** A report as people read it. */
public final class MemoryTable {

  private static final String ROW = "  %5s %6s %8s %26s %26s %10s %8s  %s";

  private final PrintWriter out;

  public MemoryTable(PrintWriter out) {
    this.out = out;
  }

  public void print(MemoryReport report) {
    line("%nmeasured %s", report.measuredAt());
    line("on %s", report.machine().text());
    line(
        "Flink %s; a TaskManager with a heap of %.0f MB; %d looks, each %d s, after %d s%n",
        report.software().flink(),
        report.cells().get(0).end().heapMegabytes(),
        report.plan().looks(),
        report.plan().lookSeconds(),
        report.plan().warmUpSeconds());
    line(
        ROW,
        "KB",
        "MB/s",
        "runs/s",
        "live heap, MB",
        "resident, MB",
        "bytes/run",
        "drain, s",
        "slope of the live heap, MB a minute");
    report.cells().forEach(this::print);
    out.flush();
  }

  private void print(CellResult cell) {
    line(
        ROW,
        cell.kilobytes(),
        cell.megabytesASecond(),
        String.format(Locale.ROOT, "%.0f", cell.runsPerSecond()),
        cell.live().text("%.0f"),
        cell.resident().text("%.0f"),
        String.format(Locale.ROOT, "%.0f", cell.allocatedBytes()),
        String.format(Locale.ROOT, "%.1f", cell.end().drainSeconds()),
        text(cell.trend()));
  }

  private static String text(Trend trend) {
    return String.format(
        Locale.ROOT,
        "%.3f, standard error %.3f: %s from zero",
        trend.slope(),
        trend.standardError(),
        trend.distinguishable() ? "distinguishable" : "not distinguishable");
  }

  private void line(String format, Object... values) {
    out.printf(Locale.ROOT, format + "%n", values);
  }
}
