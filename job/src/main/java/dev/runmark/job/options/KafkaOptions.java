package dev.runmark.job.options;

import static dev.runmark.options.OptionTypes.duration;

import dev.runmark.options.KafkaClientOptions;
import dev.runmark.options.OptionKey;
import dev.runmark.options.OptionTypes;
import dev.runmark.options.Settings;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where runs come from.
 *
 * @param clients what every client (consumer, admin, producer) is told: where and how to connect
 * @param group the consumer group; offsets are committed to it for monitoring only
 * @param start where a partition without state begins
 * @param end where reading ends, if it does
 * @param partitionDiscovery how often new partitions are looked for
 */
public record KafkaOptions(
    KafkaClientOptions clients,
    List<String> topics,
    String group,
    StartOptions start,
    EndOptions end,
    Duration partitionDiscovery)
    implements Serializable {

  private static final long serialVersionUID = 1L;

  private static final String REPLAY_GROUP = "-replay";

  private static final OptionKey GROUP =
      OptionKey.one("kafka.group", "runmark", "consumer group that monitoring sees; never read");
  private static final OptionKey DISCOVERY =
      OptionKey.one("kafka.partition-discovery", "5 min", "how often to look for new partitions");

  static final List<OptionKey> KEYS =
      Stream.of(
              List.of(KafkaClientOptions.TOPICS, GROUP),
              StartOptions.KEYS,
              EndOptions.KEYS,
              List.of(DISCOVERY))
          .flatMap(List::stream)
          .toList();

  public KafkaOptions {
    topics = List.copyOf(topics);
    refuseOtherTopics("kafka.start-offsets", start.offsets(), topics);
    refuseOtherTopics("kafka.end-offsets", end.offsets(), topics);
    if (end.mode() != EndOptions.Mode.NONE) {
      refuseWithEnd("kafka.start: ledger", start.mode() == StartOptions.Mode.LEDGER);
      refuseWithEnd("kafka.accept-gap: true", start.acceptGap());
    }
  }

  private static void refuseOtherTopics(
      String key, List<PartitionOffset> offsets, List<String> topics) {
    for (PartitionOffset offset : offsets) {
      if (!topics.contains(offset.topic())) {
        throw new IllegalArgumentException(
            key + ": " + offset + ": the topic is not among kafka.topics");
      }
    }
  }

  private static void refuseWithEnd(String option, boolean given) {
    if (given) {
      throw new IllegalArgumentException(
          option
              + ": not with a kafka.end: a replay says itself what to read, and records nothing");
    }
  }

  static KafkaOptions from(Settings settings) {
    KafkaClientOptions clients = KafkaClientOptions.from(settings);
    List<String> topics = settings.list(KafkaClientOptions.TOPICS, OptionTypes::topic);
    String group = settings.one(GROUP, OptionTypes::topic);
    StartOptions start = StartOptions.from(settings);
    EndOptions end = EndOptions.from(settings);
    Duration discovery =
        settings.one(DISCOVERY, duration(Duration.ofSeconds(1), Duration.ofDays(1)));
    return settings.build(() -> new KafkaOptions(clients, topics, group, start, end, discovery));
  }

  /** Whether reading ends: then it is a replay beside the live job. */
  public boolean bounded() {
    return end.mode() != EndOptions.Mode.NONE;
  }

  /** The group to commit to; a replay must not move what monitoring sees of the live job. */
  public String groupToShow() {
    return bounded() ? group + REPLAY_GROUP : group;
  }
}
