package dev.runmark.bench.post;

import java.util.List;

/**
 * What to measure.
 *
 * @param gatherings that the job has, one after the other
 * @param checkpointMillis from one checkpoint to the next
 * @param warmUps posts of each shape that are not counted
 * @param posts that are
 */
public record PostPlan(
    List<Shape> shapes, List<Gathering> gatherings, int checkpointMillis, int warmUps, int posts) {

  public PostPlan {
    shapes = List.copyOf(shapes);
    gatherings = List.copyOf(gatherings);
    if (shapes.isEmpty() || gatherings.isEmpty()) {
      throw new IllegalArgumentException("measure nothing: wanted a shape and a window");
    }
    if (checkpointMillis < 10 || checkpointMillis > 600_000) {
      throw new IllegalArgumentException(
          "checkpoint every " + checkpointMillis + " ms: wanted 10 to 600000");
    }
    if (posts < 1 || warmUps < 0) {
      throw new IllegalArgumentException(posts + " posts after " + warmUps + ": wanted more");
    }
  }
}
