package dev.runmark.traces.cli;

import dev.runmark.traces.Span;
import dev.runmark.traces.Trace;
import dev.runmark.traces.figures.Comparison;
import dev.runmark.traces.figures.GapFigures;
import dev.runmark.traces.figures.NameFigures;
import java.util.List;

/** What is told of traces: to people or to programs. */
interface Report {

  /** One trace, span by span. */
  void trace(Trace trace);

  /** What the spans of each name take. */
  void names(List<NameFigures> names);

  /** What no span tells of. */
  void gaps(List<GapFigures> gaps);

  /** Spans that took longer than was asked for, the slowest first. */
  void slow(List<Span> spans);

  /** Each name before and after. */
  void compared(List<Comparison> names);
}
