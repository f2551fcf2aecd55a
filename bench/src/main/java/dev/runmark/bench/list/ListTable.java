package dev.runmark.bench.list;

import java.io.PrintWriter;
import java.util.Locale;

/** A report as people read it. */
public final class ListTable {

  private final PrintWriter out;

  public ListTable(PrintWriter out) {
    this.out = out;
  }

  public void print(ListReport report) {
    line("%nmeasured %s", report.measuredAt());
    line("on %s", report.machine().text());
    line(
        "PostgreSQL %s; pages of %d runs, a heap of %d MiB, rounds %d",
        report.software().postgres(),
        report.plan().page(),
        report.plan().heap(),
        report.plan().rounds());
    line(
        "%n  %-16s %9s %24s %24s %24s %19s %12s",
        "list",
        "runs",
        "first pages, ms",
        "middle pages, ms",
        "last pages, ms",
        "last to first",
        "most live MB");
    for (ListResult list : report.lists()) {
      line(
          "  %-16s %9d %24s %24s %24s %19s %12.1f",
          list.list(),
          list.runs(),
          list.firstMillis().text("%.1f"),
          list.middleMillis().text("%.1f"),
          list.lastMillis().text("%.1f"),
          list.lastToFirst().text("%.2f"),
          list.mostLiveMegabytes().most());
    }
    out.flush();
  }

  private void line(String format, Object... values) {
    out.printf(Locale.ROOT, format + "%n", values);
  }
}
