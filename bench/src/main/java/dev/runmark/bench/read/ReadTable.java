package dev.runmark.bench.read;

import java.io.PrintWriter;
import java.util.Locale;

/** A report as people read it. */
public final class ReadTable {

  private final PrintWriter out;

  public ReadTable(PrintWriter out) {
    this.out = out;
  }

  public void print(ReadReport report) {
    line("%nmeasured %s", report.measuredAt());
    line("on %s", report.machine().text());
    line(
        "PostgreSQL %s; %d connections, rounds %d of %d reads",
        report.software().postgres(),
        report.connections(),
        report.plan().rounds(),
        report.plan().reads());
    report.cells().forEach(this::print);
    out.flush();
  }

  private void print(CellResult cell) {
    line(
        "%n%s, %d KB, clients: %d (%d bytes a run)",
        cell.compression().name().toLowerCase(Locale.ROOT),
        cell.kilobytes(),
        cell.clients(),
        cell.documentBytes());
    line(
        "  %-15s %24s %26s %8s %19s %19s %8s %19s",
        "way",
        "p50 µs (least–most)",
        "p99 µs",
        "reads/s",
        "p50 to the floor",
        "p99",
        "CPU µs",
        "CPU");
    for (CellResult.WayResult way : cell.ways()) {
      line(
          "  %-15s %24s %26s %8.0f %19s %19s %8.0f %19s",
          way.way(),
          way.p50Micros().text("%.0f"),
          way.p99Micros().text("%.0f"),
          way.readsPerSecond().median(),
          way.p50Ratio().text("%.2f"),
          way.p99Ratio().text("%.2f"),
          way.cpuMicros().median(),
          way.cpuRatio().text("%.2f"));
    }
  }

  private void line(String format, Object... values) {
    out.printf(Locale.ROOT, format + "%n", values);
  }
}
