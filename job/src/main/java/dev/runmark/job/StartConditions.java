package dev.runmark.job;

import dev.runmark.options.OptionsException;
import java.time.Duration;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.CheckpointingMode;

/** Settings of Flink under which the job would lose, double or never commit runs. */
final class StartConditions {

  private StartConditions() {}

  /** Refuses such settings, naming Flink's key and what to set. */
  static void check(ReadableConfig flink) {
    refuseIf(
        flink
            .getOptional(CheckpointingOptions.CHECKPOINTING_INTERVAL)
            .orElse(Duration.ZERO)
            .isZero(),
        CheckpointingOptions.CHECKPOINTING_INTERVAL,
        "not set: parts are committed when a checkpoint completes; set it, for example to 10 s");
    refuseIf(
        flink.get(CheckpointingOptions.CHECKPOINTING_CONSISTENCY_MODE)
            != CheckpointingMode.EXACTLY_ONCE,
        CheckpointingOptions.CHECKPOINTING_CONSISTENCY_MODE,
        "is AT_LEAST_ONCE: positions and parts would not fit together; set it to EXACTLY_ONCE");
    refuseIf(
        flink.get(CheckpointingOptions.ENABLE_UNALIGNED),
        CheckpointingOptions.ENABLE_UNALIGNED,
        "is true: records in flight would make the positions of a checkpoint wrong; set it to"
            + " false");
    refuseIf(
        !flink.get(CheckpointingOptions.ENABLE_CHECKPOINTS_AFTER_TASKS_FINISH),
        CheckpointingOptions.ENABLE_CHECKPOINTS_AFTER_TASKS_FINISH,
        "is false: what a replay or a drain read last would never be committed; set it to true");
    refuseIf(
        flink.get(StateRecoveryOptions.SAVEPOINT_IGNORE_UNCLAIMED_STATE),
        StateRecoveryOptions.SAVEPOINT_IGNORE_UNCLAIMED_STATE,
        "is true: parts that wait for their commit could be dropped; set it to false, and do not"
            + " pass -n to flink run");
    refuseIf(
        flink.getOptional(PipelineOptions.MAX_PARALLELISM).orElse(-1) < 1,
        PipelineOptions.MAX_PARALLELISM,
        "not set: Flink would derive it from the parallelism, and no later start could go beyond"
            + " it; set it once, for example to 128");
  }

  private static void refuseIf(boolean wrong, ConfigOption<?> key, String why) {
    if (wrong) {
      throw new OptionsException("start the job: Flink's " + key.key() + " " + why);
    }
  }
}
