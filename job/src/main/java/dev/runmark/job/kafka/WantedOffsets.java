package dev.runmark.job.kafka;

import dev.runmark.job.options.EndOptions;
import dev.runmark.job.options.PartitionOffset;
import dev.runmark.job.options.StartOptions;
import java.io.IOException;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * What start and end options mean for the partitions of now, an offset for each of them; with named
 * offsets for those that are named.
 *
 * <p>The latest is the end of what is committed: records of a transaction that is still open come
 * behind it, or a replay would wait for it.
 */
final class WantedOffsets {

  private final KafkaTopics topics;
  private final Map<TopicPartition, OffsetRange> ranges;

  /**
   * @param ranges of all partitions of the topics that are read
   */
  WantedOffsets(KafkaTopics topics, Map<TopicPartition, OffsetRange> ranges) {
    this.topics = topics;
    this.ranges = ranges;
  }

  /** The first offset of every partition: none may begin somewhere by mistake. */
  Map<TopicPartition, Long> startOfAll(StartOptions options) throws IOException {
    Map<TopicPartition, Long> offsets = start(options);
    for (TopicPartition partition : ranges.keySet()) {
      if (!offsets.containsKey(partition)) {
        throw new PositionRefusedException(
            "kafka.start-offsets: nothing is said of "
                + name(partition)
                + "; valid are "
                + valid());
      }
    }
    return offsets;
  }

  Map<TopicPartition, Long> start(StartOptions options) throws IOException {
    return switch (options.mode()) {
      case EARLIEST, LEDGER -> of(OffsetRange::earliest);
      case LATEST -> latest();
      case TIMESTAMP -> at("kafka.start-timestamp", options.timestamp());
      case OFFSETS -> named("kafka.start-offsets", options.offsets());
    };
  }

  /** The offsets before which to end. */
  Map<TopicPartition, Long> end(EndOptions options) throws IOException {
    return switch (options.mode()) {
      case NONE -> throw new IllegalStateException("end a job that has no end");
      case LATEST -> latest();
      case TIMESTAMP -> at("kafka.end-timestamp", options.timestamp());
      case OFFSETS -> named("kafka.end-offsets", options.offsets());
    };
  }

  private Map<TopicPartition, Long> of(Function<OffsetRange, Long> offset) {
    return ranges.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> offset.apply(entry.getValue())));
  }

  private Map<TopicPartition, Long> at(String key, @Nullable Instant time) throws IOException {
    if (time == null || time.isAfter(Instant.now())) {
      throw new PositionRefusedException(
          key + ": " + time + " is in the future; valid are times up to now, offsets " + valid());
    }
    Map<TopicPartition, Long> offsets = new HashMap<>(latest());
    topics
        .firstSince(time, ranges.keySet())
        .forEach((partition, first) -> offsets.merge(partition, first, Math::min));
    return offsets;
  }

  /** No later than the ranges tell: records keep coming while the brokers are asked. */
  private Map<TopicPartition, Long> latest() throws IOException {
    Map<TopicPartition, Long> offsets = new HashMap<>(topics.latest(ranges.keySet()));
    offsets.replaceAll(
        (partition, latest) -> Math.min(latest, KafkaTopics.told(ranges, partition).end()));
    return offsets;
  }

  private Map<TopicPartition, Long> named(String key, List<PartitionOffset> given) {
    Map<TopicPartition, Long> offsets = new HashMap<>();
    for (PartitionOffset each : given) {
      TopicPartition partition = new TopicPartition(each.topic(), each.partition());
      OffsetRange range = ranges.get(partition);
      if (range == null) {
        throw new PositionRefusedException(
            key + ": " + each + ": there is no such partition; valid are " + valid());
      }
      offsets.put(partition, each.offset());
    }
    return offsets;
  }

  /** Each partition with the offsets that it holds. */
  String valid() {
    return ranges.entrySet().stream()
        .sorted(
            Comparator.<Map.Entry<TopicPartition, OffsetRange>, String>comparing(
                    entry -> entry.getKey().topic())
                .thenComparing(entry -> entry.getKey().partition()))
        .map(entry -> name(entry.getKey()) + "@" + entry.getValue())
        .collect(Collectors.joining(", "));
  }

  private static String name(TopicPartition partition) {
    return partition.topic() + "/" + partition.partition();
  }
}
