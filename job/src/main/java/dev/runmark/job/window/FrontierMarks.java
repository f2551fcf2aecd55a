package dev.runmark.job.window;

import dev.runmark.sink.FrontierMark;
import dev.runmark.storage.index.Frontier;
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
    output.accept(new FrontierMark(frontier));
  }
}
