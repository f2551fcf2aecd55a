package dev.runmark.traces.figures;

import dev.runmark.traces.Span;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Stretches of time that do not touch each other, in order: what some spans cover together. */
final class Intervals {

  /** From start to end, in nanoseconds since the epoch. */
  record Interval(long start, long end) {
    long length() {
      return end - start;
    }
  }

  private final List<Interval> pieces;

  private Intervals(List<Interval> pieces) {
    this.pieces = pieces;
  }

  static Intervals of(Collection<Span> spans) {
    return union(spans.stream().map(span -> new Interval(span.start(), span.end())).toList());
  }

  /** What stretches in any order, which may overlap, cover together. */
  static Intervals union(Collection<Interval> stretches) {
    List<Interval> pieces = new ArrayList<>();
    for (Interval span :
        stretches.stream().sorted(Comparator.comparingLong(Interval::start)).toList()) {
      int last = pieces.size() - 1;
      if (last >= 0 && span.start() <= pieces.get(last).end()) {
        long end = Math.max(pieces.get(last).end(), span.end());
        pieces.set(last, new Interval(pieces.get(last).start(), end));
      } else {
        pieces.add(span);
      }
    }
    return new Intervals(pieces);
  }

  long length() {
    return pieces.stream().mapToLong(Interval::length).sum();
  }

  /** What they leave open between two points in time, without what is empty. */
  List<Interval> gaps(long from, long to) {
    List<Interval> gaps = new ArrayList<>();
    long open = from;
    for (Interval piece : pieces) {
      if (piece.start() > open && open < to) {
        gaps.add(new Interval(open, Math.min(piece.start(), to)));
      }
      open = Math.max(open, piece.end());
    }
    if (open < to) {
      gaps.add(new Interval(open, to));
    }
    return gaps;
  }
}
