package dev.runmark.traces.figures;

import dev.runmark.traces.Span;
import dev.runmark.traces.Trace;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A stretch of time that no span tells of: of a span that has others below it, where none of them
 * runs; and of a trace, where no span at all does.
 *
 * @param trace the id of the trace
 * @param inside the name of the span; {@link #TRACE} for the trace itself
 * @param after the name of what ended last before it; {@link #START} if nothing had
 * @param before the name of what starts at its end; {@link #END} if nothing does
 * @param start nanoseconds since the epoch
 * @param length in nanoseconds
 */
public record Gap(
    String trace, String inside, String after, String before, long start, long length) {

  public static final String TRACE = "(trace)";
  public static final String START = "(start)";
  public static final String END = "(end)";

  /** What is to be covered. */
  private record Stretch(String inside, long from, long to) {}

  /** Those of a trace, in the order of its tree. */
  public static List<Gap> of(Trace trace) {
    List<Gap> gaps = new ArrayList<>();
    List<Span> all = trace.spans();
    add(gaps, trace.id(), new Stretch(TRACE, trace.start(), trace.end()), all);
    for (Span span : all) {
      List<Span> below = trace.below(span);
      if (!below.isEmpty()) {
        add(gaps, trace.id(), new Stretch(span.name(), span.start(), span.end()), below);
      }
    }
    return gaps;
  }

  private static void add(List<Gap> gaps, String trace, Stretch of, List<Span> cover) {
    for (Intervals.Interval open : Intervals.of(cover).gaps(of.from(), of.to())) {
      gaps.add(
          new Gap(
              trace,
              of.inside(),
              open.start() == of.from() ? START : endedLast(cover, open.start()),
              open.end() == of.to() ? END : startsAt(cover, open.end()),
              open.start(),
              open.length()));
    }
  }

  private static String endedLast(List<Span> cover, long at) {
    return cover.stream()
        .filter(span -> span.end() <= at)
        .max(
            Comparator.comparingLong(Span::end)
                .thenComparing(Span::start, Comparator.reverseOrder()))
        .map(Span::name)
        .orElse(START);
  }

  private static String startsAt(List<Span> cover, long at) {
    return cover.stream()
        .filter(span -> span.start() >= at)
        .min(
            Comparator.comparingLong(Span::start)
                .thenComparing(Span::end, Comparator.reverseOrder()))
        .map(Span::name)
        .orElse(END);
  }
}
