package dev.runmark.traces.figures;

import dev.runmark.traces.Trace;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The gaps at one place of all traces.
 *
 * @param total nanoseconds of all of them
 * @param largest the longest of them
 */
public record GapFigures(int count, long total, Gap largest) {

  private record Where(String inside, String after, String before) {}

  /** Of all traces, what costs most first. */
  public static List<GapFigures> of(List<Trace> traces) {
    Map<Where, GapFigures> places = new HashMap<>();
    for (Trace trace : traces) {
      for (Gap gap : Gap.of(trace)) {
        places.merge(
            new Where(gap.inside(), gap.after(), gap.before()),
            new GapFigures(1, gap.length(), gap),
            GapFigures::and);
      }
    }
    return places.values().stream()
        .sorted(
            Comparator.comparingLong(GapFigures::total)
                .reversed()
                .thenComparing(figures -> figures.largest().inside())
                .thenComparing(figures -> figures.largest().after()))
        .toList();
  }

  private GapFigures and(GapFigures other) {
    return new GapFigures(
        count + other.count,
        total + other.total,
        other.largest.length() > largest.length() ? other.largest : largest);
  }
}
