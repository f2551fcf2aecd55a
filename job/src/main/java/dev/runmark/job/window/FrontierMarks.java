package dev.runmark.job.window;

import dev.runmark.sink.FrontierMark;
import dev.runmark.storage.index.Frontier;
import java.util.UUID;
import java.util.function.Consumer;
import org.apache.flink.api.common.TaskInfo;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.jspecify.annotations.Nullable;

/**
 * The marks that one subtask sends into the sink: one before each barrier, and one at the end of
 * its input, after which the writer takes nothing more. That one counts as of the checkpoint that
 * comes next, as the writer's own last committable does: all subtasks have seen the same barriers.
 */
final class FrontierMarks {

  private final @Nullable UUID submission;
  private final int subtask;
  private final int subtasks;
  private final SourceProgress progress;
  private final Consumer<FrontierMark> output;
  private long latestCheckpoint;
  private boolean ended;

  /**
   * @param submission null when no marks are to be sent
   * @param latestCheckpoint the one that was restored, else 0
   */
  FrontierMarks(
      @Nullable UUID submission,
      TaskInfo task,
      long latestCheckpoint,
      SourceProgress progress,
      Consumer<FrontierMark> output) {
    this.submission = submission;
    this.subtask = task.getIndexOfThisSubtask();
    this.subtasks = task.getNumberOfParallelSubtasks();
    this.latestCheckpoint = latestCheckpoint;
    this.progress = progress;
    this.output = output;
  }

  static long restored(StateInitializationContext context) {
    return context.getRestoredCheckpointId().orElse(0);
  }

  SourceProgress progress() {
    return progress;
  }

  void barrierComes(long checkpoint) {
    latestCheckpoint = checkpoint;
    send(checkpoint);
  }

  void inputEnded() {
    send(latestCheckpoint + 1);
    ended = true;
  }

  private void send(long checkpoint) {
    if (submission != null && !ended) {
      output.accept(
          new FrontierMark(
              new Frontier(submission, checkpoint, subtask, subtasks, progress.frontiers())));
    }
  }
}
