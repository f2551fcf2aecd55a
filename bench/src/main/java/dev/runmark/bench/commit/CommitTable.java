package dev.runmark.bench.commit;

import java.io.PrintWriter;
import java.util.Locale;

/** A report as people read it. */
public final class CommitTable {

  private final PrintWriter out;

  public CommitTable(PrintWriter out) {
    this.out = out;
  }

  public void print(CommitReport report) {
    line("%nmeasured %s", report.measuredAt());
    line("on %s", report.machine().text());
    line("PostgreSQL %s; rounds %d", report.software().postgres(), report.plan().rounds());
    for (CellResult cell : report.cells()) {
      line("%n%d rows, ids %s, into %d", cell.rows(), cell.ids(), cell.filled());
      line(
          "  %-30s %26s %26s %22s %20s",
          "way", "ms", "rows/s", "to COPY, same table", "CPU µs a row");
      for (CellResult.WayResult way : cell.ways()) {
        line(
            "  %-30s %26s %26s %22s %20s",
            way.way(),
            way.millis().text("%.1f"),
            way.rowsPerSecond().text("%.0f"),
            way.ratio().text("%.2f"),
            way.cpuMicros().text("%.1f"));
      }
    }
    out.flush();
  }

  private void line(String format, Object... values) {
    out.printf(Locale.ROOT, format + "%n", values);
  }
}
