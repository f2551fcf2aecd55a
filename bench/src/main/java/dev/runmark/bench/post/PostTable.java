package dev.runmark.bench.post;

import java.io.PrintWriter;
import java.util.Locale;

/** A report as people read it. */
public final class PostTable {

  private final PrintWriter out;

  public PostTable(PrintWriter out) {
    this.out = out;
  }

  public void print(PostReport report) {
    line("%nmeasured %s", report.measuredAt());
    line("on %s", report.machine().text());
    line(
        "Flink %s, Kafka %s, PostgreSQL %s; a checkpoint every %d ms, posts: %d",
        report.software().flink(),
        report.software().kafka(),
        report.software().postgres(),
        report.plan().checkpointMillis(),
        report.plan().posts());
    line(
        "%n  %-6s %-34s %6s %20s %20s %20s %20s",
        "window",
        "body",
        "MB",
        "to 201, s",
        "to visible, s",
        "plain producer, s",
        "201 to producer");
    for (ShapeResult shape : report.shapes()) {
      line(
          "  %-6s %-34s %6.1f %20s %20s %20s %20s",
          shape.gathering().name().toLowerCase(Locale.ROOT),
          shape.shape(),
          shape.bytes() / 1e6,
          shape.created().text("%.2f"),
          shape.visible().text("%.2f"),
          shape.floor().text("%.2f"),
          shape.createdToFloor().text("%.1f"));
    }
    out.flush();
  }

  private void line(String format, Object... values) {
    out.printf(Locale.ROOT, format + "%n", values);
  }
}
