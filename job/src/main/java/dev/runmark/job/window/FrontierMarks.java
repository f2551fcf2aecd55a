package dev.runmark.job.window;

import dev.runmark.sink.FrontierMark;
import dev.runmark.storage.index.Frontier;
import dev.runmark.storage.index.SourceFrontier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The marks that one subtask sends into the sink: one before each barrier, and one at the end of
 * its input, after which the writer takes nothing more.
 */
final class FrontierMarks {

  private final @Nullable SubtaskAttempt attempt;
  private final SourceProgress progress;
  private final Consumer<FrontierMark> output;
  private boolean ended;
  private volatile long heldBack;

  /**
   * @param attempt null when no marks are to be sent
   */
  FrontierMarks(
      @Nullable SubtaskAttempt attempt, SourceProgress progress, Consumer<FrontierMark> output) {
    this.attempt = attempt;
    this.progress = progress;
    this.output = output;
  }

  SourceProgress progress() {
    return progress;
  }

  /**
   * How many offsets lay at the last mark between the lowest one that waited in a window and the
   * highest that had arrived, of the source where it were most: by so many the place where reading
   * may begin again is behind what was read here. For any thread.
   */
  long heldBack() {
    return heldBack;
  }

  void barrierComes(long checkpoint) {
    if (attempt != null && !ended) {
      send(attempt.atBarrier(checkpoint, progress.frontiers()));
    }
  }

  void inputEnded() {
    if (attempt != null && !ended) {
      send(attempt.atEnd(progress.frontiers()));
    }
    ended = true;
  }

  private void send(Frontier frontier) {
    heldBack = frontier.sources().stream().mapToLong(FrontierMarks::heldBack).max().orElse(0);
    output.accept(new FrontierMark(frontier));
  }

  private static long heldBack(SourceFrontier source) {
    long next = source.highestSeen().orElse(-1) + 1;
    return Math.max(0, next - source.lowestPending().orElse(next));
  }
}
