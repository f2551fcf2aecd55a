package dev.runmark.quickstart.check;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a reader makes of a run's lines: the chains (one a source) that have a create come first,
 * then in order of the sources; in a chain by the last position; a line that begins at 0 starts its
 * chain afresh.
 */
final class ReadingOrder {

  private ReadingOrder() {}

  static RunFields fold(List<Piece> pieces) {
    RunFields whole = null;
    for (Piece piece : inOrder(pieces)) {
      whole = whole == null ? piece.fields() : whole.then(piece.fields());
    }
    if (whole == null) {
      throw new IllegalArgumentException("a run without a line");
    }
    return whole;
  }

  /** What the run must be listed by: of each column the last that one of its lines decides. */
  static Listed listed(List<Piece> pieces) throws IOException {
    Listed whole = null;
    for (Piece piece : inOrder(pieces)) {
      Listed line = Listed.of(piece.fields(), piece.line().created());
      whole = whole == null ? line : whole.then(line);
    }
    if (whole == null) {
      throw new IllegalArgumentException("a run without a line");
    }
    return whole;
  }

  private static List<Piece> inOrder(List<Piece> pieces) {
    Set<Integer> created = new HashSet<>();
    for (Piece piece : pieces) {
      if (piece.line().created()) {
        created.add(piece.line().source());
      }
    }
    List<Piece> sorted = new ArrayList<>(pieces);
    sorted.sort(
        Comparator.<Piece, Boolean>comparing(piece -> !created.contains(piece.line().source()))
            .thenComparing(piece -> piece.line().source())
            .thenComparing(piece -> piece.line().id().hi()));
    List<Piece> kept = new ArrayList<>();
    for (Piece piece : sorted) {
      if (piece.line().id().lo() == 0) {
        kept.removeIf(earlier -> earlier.line().source() == piece.line().source());
      }
      kept.add(piece);
    }
    return kept;
  }
}
