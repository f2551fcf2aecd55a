package dev.runmark.proof.simulation;

import org.apache.flink.runtime.io.disk.iomanager.IOManager;
import org.apache.flink.runtime.io.disk.iomanager.IOManagerAsync;
import org.apache.flink.runtime.operators.testutils.MockEnvironment;
import org.apache.flink.runtime.operators.testutils.MockEnvironmentBuilder;

/** Which one of how many. */
record SubtaskIndex(int subtask, int parallelism) {

  /** Of all of them: it has threads and directories, and nothing here uses it. */
  private static final IOManager DISK = new IOManagerAsync();

  /** What Flink's harness puts around an operator. */
  MockEnvironment environment() {
    return new MockEnvironmentBuilder()
        .setIOManager(DISK)
        .setMaxParallelism(TaskState.MAX_PARALLELISM)
        .setParallelism(parallelism)
        .setSubtaskIndex(subtask)
        .build();
  }
}
