package dev.runmark.bench.batch;

import dev.runmark.bench.post.Shape;
import java.util.List;

/**
 * What to measure.
 *
 * @param warmUps batches of each way that are not counted
 * @param rounds batches of each way that are
 * @param reads of single runs by each way in a round
 */
public record BatchPlan(List<Shape> shapes, int warmUps, int rounds, int reads) {

  /** More passes than this, whose heap is watched, say no more. */
  private static final int MOST_WATCHED = 3;

  public BatchPlan {
    shapes = List.copyOf(shapes);
    if (shapes.isEmpty()) {
      throw new IllegalArgumentException("measure nothing: wanted a shape");
    }
    if (rounds < 1 || warmUps < 0) {
      throw new IllegalArgumentException(rounds + " rounds after " + warmUps + ": wanted more");
    }
    if (reads < 1) {
      throw new IllegalArgumentException(reads + " reads: wanted more");
    }
  }

  /** Batches of each way whose heap is watched, off the clock. */
  int watched() {
    return Math.min(rounds, MOST_WATCHED);
  }
}
