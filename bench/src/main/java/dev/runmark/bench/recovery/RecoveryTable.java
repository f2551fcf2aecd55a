package dev.runmark.bench.recovery;

import java.io.PrintWriter;
import java.util.Locale;

/** A report as people read it. */
public final class RecoveryTable {

  private static final String ROW = "  %-12s %6s %24s %24s %24s";

  private final PrintWriter out;

  public RecoveryTable(PrintWriter out) {
    this.out = out;
  }

  public void print(RecoveryReport report) {
    line("%nmeasured %s", report.measuredAt());
    line("on %s", report.machine().text());
    line(
        "Flink %s; %.0f runs of %d KB a second, a checkpoint every %d s%n",
        report.software().flink(),
        report.plan().rate(),
        report.plan().kilobytes(),
        report.plan().checkpoint());
    line(ROW, "heartbeat", "kills", "noticed, s", "running, s", "visible, s (least–worst)");
    for (RecoveryResult each : report.results()) {
      line(
          ROW,
          each.heartbeat(),
          each.kills().size(),
          each.noticed().text("%.1f"),
          each.running().text("%.1f"),
          each.visible().text("%.1f"));
    }
    out.flush();
  }

  private void line(String format, Object... values) {
    out.printf(Locale.ROOT, format + "%n", values);
  }
}
