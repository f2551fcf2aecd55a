package dev.runmark.quickstart.check;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a reader makes of a run's lines: the chains (one a source) that have a create come first,
 * then in order of the sources; in a chain by the last position; a line that begins at 0 starts its
 * chain afresh, but for lines of another trace.
 */
final class ReadingOrder {

  private ReadingOrder() {}

  /** All of them as one; there must be one at least. */
  static Told fold(List<Told> lines) {
    Told whole = null;
    for (Told line : inOrder(lines)) {
      whole = whole == null ? line : afterwards(whole, line);
    }
    if (whole == null) {
      throw new IllegalArgumentException("a run without a line");
    }
    return whole;
  }

  /** What it stands for was left out already: here a complete run is one more line. */
  private static Told afterwards(Told earlier, Told later) {
    return new Told(
        later.source(),
        earlier.trace(),
        earlier.lo(),
        later.hi(),
        earlier.created() || later.created(),
        earlier.fields().then(later.fields()),
        earlier.listed().then(later.listed()));
  }

  private static List<Told> inOrder(List<Told> lines) {
    Set<Integer> created = new HashSet<>();
    for (Told line : lines) {
      if (line.created()) {
        created.add(line.source());
      }
    }
    List<Told> sorted = new ArrayList<>(lines);
    sorted.sort(
        Comparator.<Told, Boolean>comparing(line -> !created.contains(line.source()))
            .thenComparing(Told::source)
            .thenComparing(Told::hi)
            .thenComparing(Told::lo, Comparator.reverseOrder())
            .thenComparing(Told::trace));
    List<Told> kept = new ArrayList<>();
    for (Told line : sorted) {
      if (line.lo() == 0) {
        kept.removeIf(
            earlier -> earlier.source() == line.source() && earlier.trace().equals(line.trace()));
      }
      kept.add(line);
    }
    return kept;
  }
}
