package dev.runmark.job.kafka;

import dev.runmark.job.options.KafkaOptions;
import dev.runmark.storage.index.KnownSource;
import dev.runmark.storage.index.OffsetGap;
import dev.runmark.storage.index.PostgresStarts;
import dev.runmark.storage.index.SourceStart;
import dev.runmark.storage.index.StartPosition;
import dev.runmark.storage.part.SourcePartition;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares positions with what the brokers hold, before anything is read from them.
 *
 * <p>A partition that was found later says "earliest". It begins where the index says, and where
 * that says nothing at the earliest offset, which is recorded first: each later attempt begins
 * there again.
 */
final class PositionCheck {

  private static final Logger LOG = LoggerFactory.getLogger(PositionCheck.class);

  private static final String FOUND = "start: earliest";
  private static final String GONE_BEFORE = "gone by retention before the partition was found";

  private final KafkaOptions options;
  private final SourceIndex index;

  PositionCheck(KafkaOptions options, SourceIndex index) {
    this.options = options;
    this.index = index;
  }

  /**
   * The positions to read from, each a plain offset.
   *
   * @throws PositionRefusedException when the topic is another one, or the position lies outside it
   * @throws UncheckedIOException when the brokers or the index could not tell
   */
  List<KafkaPartitionSplit> positions(List<GuardedSplit> splits) {
    if (splits.isEmpty()) {
      return List.of();
    }
    try (KafkaTopics topics = new KafkaTopics(options.clients().resolved())) {
      Map<String, UUID> ids =
          topics.ids(splits.stream().map(s -> s.position().getTopic()).collect(Collectors.toSet()));
      splits.forEach(split -> refuseOtherTopic(split, ids));
      Map<TopicPartition, OffsetRange> ranges =
          topics.ranges(splits.stream().map(s -> s.position().getTopicPartition()).toList());
      List<KafkaPartitionSplit> positions = new ArrayList<>();
      for (GuardedSplit split : splits) {
        TopicPartition partition = split.position().getTopicPartition();
        positions.add(position(split, KafkaTopics.told(ranges, partition)));
      }
      return positions;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void refuseOtherTopic(GuardedSplit split, Map<String, UUID> ids) {
    String topic = split.position().getTopic();
    UUID found = KafkaTopics.told(ids, topic);
    if (!split.topicId().equals(found)) {
      throw new PositionRefusedException(
          "read partition "
              + split.position().getPartition()
              + " from offset "
              + split.position().getStartingOffset()
              + ": "
              + TopicGenerations.recreated(topic, split.topicId(), found));
    }
  }

  private KafkaPartitionSplit position(GuardedSplit split, OffsetRange range) throws IOException {
    long stated = split.position().getStartingOffset();
    boolean found = stated == KafkaPartitionSplit.EARLIEST_OFFSET;
    long wanted = found ? begin(split.source(), range) : stated;
    if (range.allows(wanted)) {
      return at(split, wanted);
    }
    if (wanted > range.end() || !options.start().acceptGap()) {
      throw new PositionRefusedException(range.refusal(split.source(), wanted));
    }
    RetentionLoss.accept(
        new PostgresStarts(index.resolve()), split.source(), wanted, range.earliest());
    return at(split, range.earliest());
  }

  private static KafkaPartitionSplit at(GuardedSplit split, long offset) {
    KafkaPartitionSplit position = split.position();
    return new KafkaPartitionSplit(
        position.getTopicPartition(),
        offset,
        position.getStoppingOffset().orElse(KafkaPartitionSplit.NO_STOPPING_OFFSET));
  }

  /** Where a partition begins that was never read. */
  private long begin(SourcePartition source, OffsetRange range) throws IOException {
    PostgresStarts positions = new PostgresStarts(index.resolve());
    KnownSource known = positions.known(List.of(source)).get(source);
    StartPosition position = known == null ? null : known.position();
    if (position != null) {
      return position.offset();
    }
    long earliest = range.earliest();
    OffsetGap gap = earliest == 0 ? null : new OffsetGap(0, earliest, GONE_BEFORE);
    positions.record(
        List.of(new SourceStart(source, null, new StartPosition(earliest, FOUND), gap)));
    if (gap != null) {
      LOG.warn(
          "read topic {} (id {}) partition {}: found only now, and its first {} offsets are gone by"
              + " retention: they are recorded as a gap",
          source.topic(),
          source.topicId(),
          source.partition(),
          earliest);
    }
    return earliest;
  }
}
