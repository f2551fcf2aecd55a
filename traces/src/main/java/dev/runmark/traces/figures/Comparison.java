package dev.runmark.traces.figures;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The spans of one name before and after a change.
 *
 * @param before null if there were none
 * @param after null if there are none
 */
public record Comparison(String name, @Nullable NameFigures before, @Nullable NameFigures after) {

  /** Of all names of either, the one that covered or covers most first. */
  public static List<Comparison> of(List<NameFigures> before, List<NameFigures> after) {
    Map<String, Comparison> names = new HashMap<>();
    before.forEach(of -> names.put(of.name(), new Comparison(of.name(), of, null)));
    after.forEach(
        of ->
            names.merge(
                of.name(),
                new Comparison(of.name(), null, of),
                (earlier, later) -> new Comparison(of.name(), earlier.before, of)));
    List<Comparison> all = new ArrayList<>(names.values());
    all.sort(
        Comparator.comparingDouble(Comparison::share).reversed().thenComparing(Comparison::name));
    return all;
  }

  /** The new p50 by the old one; null if there is not one of each, or the old one is 0. */
  public @Nullable Double ratio50() {
    return before == null || after == null ? null : ratio(before.p50(), after.p50());
  }

  /** The same of the p95. */
  public @Nullable Double ratio95() {
    return before == null || after == null ? null : ratio(before.p95(), after.p95());
  }

  private static @Nullable Double ratio(long before, long after) {
    return before == 0 ? null : (double) after / before;
  }

  private double share() {
    return Math.max(before == null ? 0 : before.share(), after == null ? 0 : after.share());
  }
}
