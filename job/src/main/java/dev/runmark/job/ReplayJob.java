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
import java.util.UUID;
import java.util.stream.Collectors;

/** A job's options turned to a range that is read again beside it. */
public final class ReplayJob {

  static final String FROM = "--replay-from";
  static final String TO = "--replay-to";
  static final String TOPIC_ID = "--replay-topic-id";

  private ReplayJob() {}

  /** What {@link RunmarkJob#main} gets, after the options file, to carry out the plan. */
  public static List<String> arguments(ReplayPlan plan) {
    return List.of(
        FROM, text(plan.from()), TO, text(plan.to()), TOPIC_ID, plan.topicId().toString());
  }

  /** The options of the job that carries out the plan. */
  public static RunmarkOptions options(RunmarkOptions live, ReplayPlan plan) {
    return live.with(plan.over(live.kafka()));
  }

  static RunmarkOptions options(RunmarkOptions live, String from, String to, String topicId) {
    List<PartitionOffset> starts = offsets(from);
    String topic = starts.get(0).topic();
    return options(live, new ReplayPlan(topic, UUID.fromString(topicId), starts, offsets(to)));
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
