package dev.runmark.bench.scale;

import dev.runmark.bench.measure.Spread;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.function.Function;

/** A report as people read it. */
public final class ScaleTable {

  private static final String ROW = "  %11s %25s %9s %18s %9s %22s %9s %12s %12s";

  private final PrintWriter out;

  public ScaleTable(PrintWriter out) {
    this.out = out;
  }

  public void print(ScaleReport report) {
    line("%nmeasured %s", report.measuredAt());
    line("on %s", report.machine().text());
    line(
        "PostgreSQL %s; %d rows a commit, rounds %d of %d reads%n",
        report.software().postgres(),
        report.plan().batch(),
        report.plan().rounds(),
        report.plan().reads());
    line(
        ROW,
        "runs",
        "commit, rows/s",
        "to first",
        "look-up, µs",
        "to first",
        "first page, µs",
        "to first",
        "table B/run",
        "index B/run");
    report.sizes().forEach(size -> print(size, report.sizes().get(0)));
    out.flush();
  }

  private void print(SizeResult size, SizeResult first) {
    line(
        ROW,
        size.runs(),
        size.rowsPerSecond().text("%.0f"),
        ratio(size, first, SizeResult::rowsPerSecond),
        size.lookUpMicros().text("%.0f"),
        ratio(size, first, SizeResult::lookUpMicros),
        size.pageMicros().text("%.0f"),
        ratio(size, first, SizeResult::pageMicros),
        String.format(Locale.ROOT, "%.0f", size.tableBytes()),
        String.format(Locale.ROOT, "%.0f", size.indexBytes()));
  }

  private static String ratio(SizeResult size, SizeResult first, Function<SizeResult, Spread> of) {
    return String.format(Locale.ROOT, "%.2f", of.apply(size).median() / of.apply(first).median());
  }

  private void line(String format, Object... values) {
    out.printf(Locale.ROOT, format + "%n", values);
  }
}
