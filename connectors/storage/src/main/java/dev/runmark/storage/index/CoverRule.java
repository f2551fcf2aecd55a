package dev.runmark.storage.index;

import static java.util.Comparator.comparing;
import static java.util.Comparator.comparingInt;
import static java.util.Comparator.comparingLong;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What may replace what, and in which order lines are read.
 *
 * <p><em>y covers x: same run, trace and source, y.lo ≤ x.lo and y.hi ≥ x.hi.</em> Kafka delivers a
 * source in order and every line holds a consecutive piece of a run's events, so a covered line
 * holds no event that the covering one lacks. Adding lines and then dropping the covered ones is
 * therefore commutative, associative and idempotent; nothing here asks which line is newer.
 *
 * <p>Reading order: chains (sources) that hold a create come first, then by source; inside a chain
 * by hi. A line of another trace, which only a broken producer sends, is read in its place and
 * never wiped. A line with lo = 0 holds a complete run. It begins its own chain, and since it
 * covers all that lies before it there, it is the chain's first line; it never wipes what another
 * chain says.
 */
final class CoverRule {

  private static final Comparator<SourcedLine> INSIDE_A_CHAIN =
      comparingLong((SourcedLine line) -> line.span().hi())
          .thenComparing(comparingLong((SourcedLine line) -> line.span().lo()).reversed())
          .thenComparing(SourcedLine::trace);

  private CoverRule() {}

  static boolean covers(SourcedLine covering, SourcedLine covered) {
    return covering.source() == covered.source()
        && covering.trace().equals(covered.trace())
        && covering.span().covers(covered.span());
  }

  /**
   * The lines of one run after some were added.
   *
   * @param stored lines of which none covers another
   * @param added in any order, repetitions allowed
   * @return stored and added lines without the covered ones; of two that cover each other the one
   *     that was there first
   */
  static <L extends SourcedLine> List<L> add(Collection<L> stored, Collection<L> added) {
    List<L> kept = new ArrayList<>(stored);
    for (L line : added) {
      if (kept.stream().noneMatch(other -> covers(other, line))) {
        kept.removeIf(other -> covers(line, other));
        kept.add(line);
      }
    }
    return kept;
  }

  /** The lines of one run in the order in which a reader folds them. */
  static <L extends SourcedLine> List<L> inReadingOrder(Collection<L> lines) {
    Set<Integer> created = new HashSet<>();
    for (L line : lines) {
      if (line.span().created()) {
        created.add(line.source());
      }
    }
    List<L> ordered = new ArrayList<>(lines);
    ordered.sort(
        comparing((SourcedLine line) -> !created.contains(line.source()))
            .thenComparing(comparingInt(SourcedLine::source))
            .thenComparing(INSIDE_A_CHAIN));
    return ordered;
  }
}
