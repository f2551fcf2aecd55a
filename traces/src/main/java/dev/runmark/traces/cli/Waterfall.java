package dev.runmark.traces.cli;

import dev.runmark.traces.Span;
import dev.runmark.traces.Trace;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Draws a trace: a line a span, as a tree, with a bar where in the trace's time it lies. */
final class Waterfall {

  private static final int LONGEST_NAME = 60;
  private static final int DEEPEST = 20;
  private static final long NANOS = 1_000_000_000;

  private final Lines lines;
  private final int name;
  private final int bar;

  Waterfall(Lines lines) {
    this.lines = lines;
    this.name = Math.min(LONGEST_NAME, Math.max(lines.width() * 2 / 5, 16));
    this.bar = Math.max(lines.width() - name - 14, 10);
  }

  /**
   * @param most that many spans of it
   */
  void draw(Trace trace, int most) {
    lines.row(
        "trace %s, %s, %,d spans, %s",
        trace.id(), point(trace.start()), trace.nodes().size(), Elapsed.of(trace.duration()));
    trace.nodes().stream().limit(most).forEach(node -> draw(trace, node));
    if (trace.nodes().size() > most) {
      lines.row("… and %,d more spans: --spans", trace.nodes().size() - most);
    }
  }

  private void draw(Trace trace, Trace.Node node) {
    Span span = node.span();
    String label =
        "  ".repeat(Math.min(node.depth(), DEEPEST))
            + (span.error() ? "! " : "")
            + span.name()
            + (node.orphan() ? " (parent missing)" : "");
    int from = column(trace, span.start());
    int to = Math.max(column(trace, span.end()), from + 1);
    lines.row(
        "%s %10s  %s%s",
        Lines.column(label, name),
        Elapsed.of(span.duration()),
        " ".repeat(from),
        "█".repeat(to - from));
  }

  /** The column of the bar at which a point in time lies; a span takes at least one. */
  private int column(Trace trace, long time) {
    double share = (double) (time - trace.start()) / Math.max(trace.duration(), 1);
    return (int) Math.min(Math.round(share * bar), bar - 1L + (time == trace.end() ? 1 : 0));
  }

  private static Instant point(long nanos) {
    return Instant.ofEpochSecond(nanos / NANOS, nanos % NANOS).truncatedTo(ChronoUnit.MILLIS);
  }
}
