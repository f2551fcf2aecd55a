package dev.runmark.job.window;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.runmark.storage.index.Frontier;
import dev.runmark.storage.index.SourceFrontier;
import java.util.List;
import java.util.UUID;
import org.apache.flink.api.common.TaskInfo;
import org.apache.flink.runtime.execution.Environment;
import org.apache.flink.runtime.executiongraph.ExecutionAttemptID;
import org.jspecify.annotations.Nullable;

/**
 * Who tells how far it is: one subtask in one attempt to execute the job.
 *
 * <p>The end of the input has no checkpoint whose number all subtasks would know, and may come once
 * in each attempt: a drain whose savepoint is complete can still fail while it commits, and the job
 * then drains again from an earlier checkpoint. Subtasks of different attempts have not seen the
 * same input. So the group of an end has a name that is made of the attempt.
 *
 * @param submission of which definition of the job
 * @param execution the same for all subtasks that were started together, and for no others
 * @param subtask from 0
 * @param subtasks how many there are of it
 */
record SubtaskAttempt(UUID submission, String execution, int subtask, int subtasks) {

  private static final long NO_CHECKPOINT = 0;

  /** Null for no submission: then nobody is told anything. */
  static @Nullable SubtaskAttempt of(@Nullable UUID submission, Environment environment) {
    return submission == null
        ? null
        : of(submission, environment.getExecutionId(), environment.getTaskInfo());
  }

  static SubtaskAttempt of(UUID submission, ExecutionAttemptID id, TaskInfo task) {
    return new SubtaskAttempt(
        submission,
        execution(id),
        task.getIndexOfThisSubtask(),
        task.getNumberOfParallelSubtasks());
  }

  /**
   * All of the id but which subtask it is: the execution graph, which a JobManager that takes over
   * makes anew, and the number of the attempt, which begins again with it. Were there more in it,
   * groups would never be complete, and no position too high.
   */
  private static String execution(ExecutionAttemptID id) {
    return id.toString().replace(id.getExecutionVertexId().toString(), "");
  }

  Frontier atBarrier(long checkpoint, List<SourceFrontier> sources) {
    return new Frontier(submission, checkpoint, subtask, subtasks, sources);
  }

  Frontier atEnd(List<SourceFrontier> sources) {
    UUID end = UUID.nameUUIDFromBytes((submission + " " + execution).getBytes(UTF_8));
    return new Frontier(end, NO_CHECKPOINT, subtask, subtasks, sources);
  }
}
