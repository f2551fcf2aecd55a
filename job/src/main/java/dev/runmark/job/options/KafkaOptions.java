package dev.runmark.job.options;

import static dev.runmark.job.options.OptionTypes.duration;
import static dev.runmark.job.options.OptionTypes.word;

import java.io.Serializable;
import java.time.Duration;
import java.util.List;

/**
 * Where runs come from.
 *
 * @param clients what every client (consumer, admin, producer) is told: where and how to connect
 * @param group the consumer group; offsets are committed to it for monitoring only
 * @param start where a partition without state begins
 * @param replay whether a start without state is meant although the index knows the topics
 * @param partitionDiscovery how often new partitions are looked for
 */
public record KafkaOptions(
    KafkaClientOptions clients,
    List<String> topics,
    String group,
    Start start,
    boolean replay,
    Duration partitionDiscovery)
    implements Serializable {

  private static final long serialVersionUID = 1L;

  /** Where a partition without state begins. */
  public enum Start {
    EARLIEST
  }

  private static final OptionKey TOPICS = OptionKey.list("kafka.topics", "topics to read");
  private static final OptionKey GROUP =
      OptionKey.one("kafka.group", "runmark", "consumer group that monitoring sees; never read");
  private static final OptionKey START =
      OptionKey.one("kafka.start", "earliest", "where a partition without state begins");
  private static final OptionKey REPLAY =
      OptionKey.one(
          "kafka.replay", "false", "start without state although the index knows the topics");
  private static final OptionKey DISCOVERY =
      OptionKey.one("kafka.partition-discovery", "5 min", "how often to look for new partitions");

  static final List<OptionKey> KEYS = List.of(TOPICS, GROUP, START, REPLAY, DISCOVERY);

  public KafkaOptions {
    topics = List.copyOf(topics);
  }

  static KafkaOptions from(Settings settings) {
    return new KafkaOptions(
        KafkaClientOptions.from(settings),
        settings.list(TOPICS, OptionTypes::topic),
        settings.one(GROUP, OptionTypes::topic),
        settings.one(START, word(Start.class)),
        settings.one(REPLAY, OptionTypes::flag),
        settings.one(DISCOVERY, duration(Duration.ofSeconds(1), Duration.ofDays(1))));
  }
}
