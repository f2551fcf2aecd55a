package dev.runmark.bench.micro;

import java.io.PrintWriter;
import java.util.Locale;

/** A report as people read it. */
public final class MicroTable {

  private static final String ROW = "  %-27s %5s %24s %10s   %-28s %24s %10s %21s";

  private final PrintWriter out;

  public MicroTable(PrintWriter out) {
    this.out = out;
  }

  public void print(MicroReport report) {
    line("%nmeasured %s", report.measuredAt());
    line("on one of %s", report.machine().text());
    line(
        "JMH %s; heap %d MB, rounds %d of %d ms after %d ms%n",
        report.jmh(),
        report.machine().heapMegabytes(),
        report.plan().rounds(),
        report.plan().millis(),
        report.plan().warmUpMillis());
    line(ROW, "operation", "KB", "CPU ns", "bytes", "floor", "CPU ns", "bytes", "to the floor");
    for (SubjectResult each : report.subjects()) {
      line(
          ROW,
          each.operation(),
          each.kilobytes() == 0 ? "" : each.kilobytes(),
          each.cpuNanos().text("%.0f"),
          String.format(Locale.ROOT, "%.0f", each.allocatedBytes().median()),
          each.floor(),
          each.floorCpuNanos().text("%.0f"),
          String.format(Locale.ROOT, "%.0f", each.floorAllocatedBytes().median()),
          each.ratio().text("%.2f"));
    }
    out.flush();
  }

  private void line(String format, Object... values) {
    out.printf(Locale.ROOT, format + "%n", values);
  }
}
