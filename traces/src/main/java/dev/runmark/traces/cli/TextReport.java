package dev.runmark.traces.cli;

import dev.runmark.traces.Span;
import dev.runmark.traces.Trace;
import dev.runmark.traces.figures.Comparison;
import dev.runmark.traces.figures.Gap;
import dev.runmark.traces.figures.GapFigures;
import dev.runmark.traces.figures.NameFigures;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Tables for people. */
final class TextReport implements Report {

  private static final int MOST_GAPS = 20;

  private final Lines lines;
  private final int mostSpans;
  private final int name;

  /**
   * @param mostSpans how many of a trace, and of the slow ones, are shown
   */
  TextReport(Lines lines, int mostSpans) {
    this.lines = lines;
    this.mostSpans = mostSpans;
    this.name = Math.max(Math.min(lines.width() - 76, 48), 20);
  }

  @Override
  public void trace(Trace trace) {
    new Waterfall(lines).draw(trace, mostSpans);
    lines.line("");
  }

  @Override
  public void names(List<NameFigures> names) {
    lines.row(
        "%s %7s %6s %10s %10s %10s %10s %7s %7s",
        Lines.column("SPAN", name), "COUNT", "ERRORS", "P50", "P95", "P99", "MAX", "SHARE", "SELF");
    for (NameFigures of : names) {
      lines.row(
          "%s %,7d %,6d %10s %10s %10s %10s %7s %7s",
          Lines.column(of.name(), name),
          of.count(),
          of.errors(),
          Elapsed.of(of.p50()),
          Elapsed.of(of.p95()),
          Elapsed.of(of.p99()),
          Elapsed.of(of.largest()),
          Elapsed.share(of.share()),
          Elapsed.share(of.self()));
    }
  }

  @Override
  public void gaps(List<GapFigures> gaps) {
    lines.line("");
    if (gaps.isEmpty()) {
      lines.line("no gaps: all time of spans that have others below them is covered");
      return;
    }
    int text = Math.max((lines.width() - 64) / 3, 12);
    lines.row(
        "%s %s %s %6s %10s %10s  %s",
        Lines.column("GAP INSIDE", text),
        Lines.column("AFTER", text),
        Lines.column("BEFORE", text),
        "COUNT",
        "TOTAL",
        "LARGEST",
        "IN TRACE");
    gaps.stream().limit(MOST_GAPS).forEach(of -> gap(of, text));
    if (gaps.size() > MOST_GAPS) {
      lines.row("… and %,d more kinds of gaps: --json", gaps.size() - MOST_GAPS);
    }
  }

  private void gap(GapFigures of, int text) {
    Gap largest = of.largest();
    lines.row(
        "%s %s %s %,6d %10s %10s  %s",
        Lines.column(largest.inside(), text),
        Lines.column(largest.after(), text),
        Lines.column(largest.before(), text),
        of.count(),
        Elapsed.of(of.total()),
        Elapsed.of(largest.length()),
        largest.trace());
  }

  @Override
  public void slow(List<Span> spans) {
    lines.line("");
    lines.row("%10s  %s  %s", "SLOW", Lines.column("SPAN", name), "IN TRACE");
    for (Span span : spans.stream().limit(mostSpans).toList()) {
      lines.row(
          "%10s  %s  %s",
          Elapsed.of(span.duration()), Lines.column(span.name(), name), span.trace());
    }
    lines.row("%,d spans took longer", spans.size());
  }

  @Override
  public void compared(List<Comparison> names) {
    lines.row(
        "%s %15s %10s %10s %7s %10s %10s %7s %17s",
        Lines.column("SPAN", name), "COUNT", "P50", "NOW", "RATIO", "P95", "NOW", "RATIO", "SHARE");
    for (Comparison of : names) {
      NameFigures before = of.before();
      NameFigures after = of.after();
      lines.row(
          "%s %15s %10s %10s %7s %10s %10s %7s %17s",
          Lines.column(of.name(), name),
          (before == null ? "-" : before.count()) + " → " + (after == null ? "-" : after.count()),
          before == null ? "-" : Elapsed.of(before.p50()),
          after == null ? "-" : Elapsed.of(after.p50()),
          ratio(of.ratio50()),
          before == null ? "-" : Elapsed.of(before.p95()),
          after == null ? "-" : Elapsed.of(after.p95()),
          ratio(of.ratio95()),
          share(before) + " → " + share(after));
    }
  }

  private static String ratio(@Nullable Double ratio) {
    return ratio == null ? "-" : String.format(Locale.ROOT, "%.2f", ratio);
  }

  private static String share(@Nullable NameFigures of) {
    return of == null ? "-" : Elapsed.share(of.share());
  }
}
