package dev.runmark.job;

import dev.runmark.decode.RunDecoder;
import dev.runmark.job.kafka.replay.ReplayPlan;
import dev.runmark.job.kafka.replay.ReplayReport;
import dev.runmark.job.kafka.replay.ReplayTrial;
import dev.runmark.job.options.PartitionOffset;
import dev.runmark.job.options.RunmarkOptions;
import dev.runmark.storage.index.PostgresEvents;
import dev.runmark.storage.index.PostgresOptions;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** A job's options turned to a range that is read again beside it. */
public final class ReplayJob {

  private ReplayJob() {}

  /** What {@link RunmarkJob#main} gets, after the options file, to carry out the plan. */
  public static List<String> arguments(ReplayPlan plan) {
    return List.of("--replay-from", text(plan.from()), "--replay-to", text(plan.to()));
  }

  /** The options of the job that carries out the plan. */
  public static RunmarkOptions options(RunmarkOptions live, ReplayPlan plan) {
    return live.with(plan.over(live.kafka()));
  }

  static RunmarkOptions options(RunmarkOptions live, String from, String to) {
    return live.with(ReplayPlan.over(live.kafka(), offsets(from), offsets(to)));
  }

  /** What the plan would change; nothing is changed. */
  public static ReplayReport trial(RunmarkOptions live, PostgresOptions index, ReplayPlan plan)
      throws IOException {
    RunDecoder decoder =
        new RunDecoder(Connectors.limits(live.decode()), Connectors.tenants(live.tenants()));
    return new ReplayTrial(live.kafka().clients(), decoder, new PostgresEvents(index)).run(plan);
  }

  private static String text(List<PartitionOffset> offsets) {
    return offsets.stream().map(PartitionOffset::toString).collect(Collectors.joining(","));
  }

  private static List<PartitionOffset> offsets(String text) {
    return Arrays.stream(text.split(",", -1)).map(PartitionOffset::parse).toList();
  }
}
