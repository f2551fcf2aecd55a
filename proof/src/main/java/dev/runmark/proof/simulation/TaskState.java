package dev.runmark.proof.simulation;

import java.util.List;
import java.util.function.Function;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;

/** What a checkpoint has of one chain of operators, or of those of all subtasks together. */
record TaskState(
    OperatorSubtaskState window, OperatorSubtaskState writer, OperatorSubtaskState committer) {

  static final int MAX_PARALLELISM = 8;

  static TaskState together(List<TaskState> subtasks) throws Exception {
    return new TaskState(
        together(subtasks, TaskState::window),
        together(subtasks, TaskState::writer),
        together(subtasks, TaskState::committer));
  }

  private static OperatorSubtaskState together(
      List<TaskState> subtasks, Function<TaskState, OperatorSubtaskState> operator)
      throws Exception {
    return AbstractStreamOperatorTestHarness.repackageState(
        subtasks.stream().map(operator).toArray(OperatorSubtaskState[]::new));
  }

  /** What a subtask gets of it, at any parallelism. */
  TaskState part(int before, SubtaskIndex of) {
    return new TaskState(
        part(window, before, of), part(writer, before, of), part(committer, before, of));
  }

  private static OperatorSubtaskState part(OperatorSubtaskState all, int before, SubtaskIndex of) {
    return AbstractStreamOperatorTestHarness.repartitionOperatorState(
        all, MAX_PARALLELISM, before, of.parallelism(), of.subtask());
  }
}
