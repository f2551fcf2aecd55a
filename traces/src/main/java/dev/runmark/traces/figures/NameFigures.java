package dev.runmark.traces.figures;

import dev.runmark.traces.Span;
import dev.runmark.traces.Trace;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the spans of one name take.
 *
 * @param p50 nanoseconds; of percentiles the nearest rank: a duration that a span has
 * @param share of the time of all traces in which at least one of them runs, 0 to 1
 * @param self the same share without what runs below them: their own work, or waiting
 */
public record NameFigures(
    String name,
    int count,
    int errors,
    long p50,
    long p95,
    long p99,
    long largest,
    double share,
    double self) {

  /** Of all spans, the name that covers most first. */
  public static List<NameFigures> of(List<Trace> traces) {
    Map<String, Tally> tallies = new HashMap<>();
    long time = 0;
    for (Trace trace : traces) {
      time += trace.duration();
      add(trace, tallies);
    }
    double all = Math.max(time, 1);
    List<NameFigures> figures = new ArrayList<>();
    tallies.forEach((name, tally) -> figures.add(tally.figures(name, all)));
    figures.sort(
        Comparator.comparingDouble(NameFigures::share).reversed().thenComparing(NameFigures::name));
    return figures;
  }

  private static void add(Trace trace, Map<String, Tally> tallies) {
    Map<String, List<Span>> named = new HashMap<>();
    for (Span span : trace.spans()) {
      named.computeIfAbsent(span.name(), name -> new ArrayList<>()).add(span);
    }
    named.forEach(
        (name, spans) -> tallies.computeIfAbsent(name, any -> new Tally()).add(trace, spans));
  }

  private static final class Tally {
    private final List<Long> durations = new ArrayList<>();
    private int errors;
    private long covered;
    private long self;

    /** Where spans of a name overlap, their time counts once. */
    private void add(Trace trace, List<Span> spans) {
      spans.forEach(span -> durations.add(span.duration()));
      errors += (int) spans.stream().filter(Span::error).count();
      covered += Intervals.of(spans).length();
      List<Intervals.Interval> own = new ArrayList<>();
      for (Span span : spans) {
        own.addAll(Intervals.of(trace.below(span)).gaps(span.start(), span.end()));
      }
      self += Intervals.union(own).length();
    }

    private NameFigures figures(String name, double time) {
      durations.sort(null);
      return new NameFigures(
          name,
          durations.size(),
          errors,
          percentile(50),
          percentile(95),
          percentile(99),
          percentile(100),
          covered / time,
          self / time);
    }

    private long percentile(int percent) {
      // Rounded up, in whole numbers: 0.95 is none.
      int rank = (int) ((durations.size() * (long) percent + 99) / 100);
      return durations.get(rank - 1);
    }
  }
}
