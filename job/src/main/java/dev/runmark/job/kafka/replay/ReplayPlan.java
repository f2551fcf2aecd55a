package dev.runmark.job.kafka.replay;

import dev.runmark.job.kafka.KafkaTopics;
import dev.runmark.job.kafka.OffsetRange;
import dev.runmark.job.kafka.PositionRefusedException;
import dev.runmark.job.kafka.ReplayRange;
import dev.runmark.job.kafka.TopicState;
import dev.runmark.job.options.EndOptions;
import dev.runmark.job.options.KafkaOptions;
import dev.runmark.job.options.PartitionOffset;
import dev.runmark.job.options.StartOptions;
import java.io.IOException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;

/**
 * What a replay reads, resolved to offsets: whoever carries it out reads the same.
 *
 * @param topicId which generation of the topic they are of
 * @param from the first offset of each partition that is read
 * @param to the offset after the last one of each of them, in the same order
 */
public record ReplayPlan(
    String topic, UUID topicId, List<PartitionOffset> from, List<PartitionOffset> to) {

  public ReplayPlan {
    from = List.copyOf(from);
    to = List.copyOf(to);
  }

  /**
   * Resolves what somebody typed by what the brokers have now.
   *
   * @param from {@code earliest}, a time, an offset for all partitions or {@code
   *     partition@offset,…}
   * @param to {@code latest}, or as {@code from}; a partition that one of them does not name while
   *     it names others is left out
   * @throws IllegalArgumentException when they are nothing of that
   * @throws PositionRefusedException when the partitions do not hold it
   */
  public static ReplayPlan of(KafkaOptions live, String topic, String from, String to)
      throws IOException {
    Boundary begin = Boundary.parse(from, Boundary.EARLIEST);
    Boundary end = Boundary.parse(to, Boundary.LATEST);
    try (KafkaTopics topics = new KafkaTopics(live.clients().resolved())) {
      TopicState state = topics.existing(List.of(topic)).get(topic);
      if (state == null) {
        throw new PositionRefusedException("replay topic " + topic + ": there is none");
      }
      Map<TopicPartition, OffsetRange> ranges =
          topics.ranges(
              IntStream.range(0, state.partitions())
                  .mapToObj(partition -> new TopicPartition(topic, partition))
                  .toList());
      KafkaOptions wanted =
          new KafkaOptions(
              live.clients(),
              List.of(topic),
              live.group(),
              begin.start(topic, state.partitions()),
              end.end(topic, state.partitions()),
              live.partitionDiscovery());
      ReplayRange range = ReplayRange.of(wanted, topics, ranges);
      return new ReplayPlan(topic, state.id(), ordered(range.starts()), ordered(range.ends()));
    }
  }

  private static List<PartitionOffset> ordered(Map<TopicPartition, Long> offsets) {
    return offsets.entrySet().stream()
        .map(e -> new PartitionOffset(e.getKey().topic(), e.getKey().partition(), e.getValue()))
        .sorted(Comparator.comparing(PartitionOffset::partition))
        .toList();
  }

  /** How many offsets that are; a few of them may be no records. */
  public long offsets() {
    return sum(to) - sum(from);
  }

  /** For people: a line for each partition that is read. */
  public List<String> lines() {
    return IntStream.range(0, from.size())
        .mapToObj(
            i ->
                "  partition "
                    + from.get(i).partition()
                    + ": offsets "
                    + from.get(i).offset()
                    + " to "
                    + (to.get(i).offset() - 1))
        .toList();
  }

  private static long sum(List<PartitionOffset> offsets) {
    return offsets.stream().mapToLong(PartitionOffset::offset).sum();
  }

  /** The options of a job that carries it out. */
  public KafkaOptions over(KafkaOptions live) {
    return new KafkaOptions(
        live.clients(),
        List.of(topic),
        live.group(),
        new StartOptions(StartOptions.Mode.OFFSETS, null, from, false, false),
        EndOptions.planned(to, topicId),
        live.partitionDiscovery());
  }

  /** The stretches to read. */
  Map<TopicPartition, OffsetRange> stretches() {
    Map<TopicPartition, OffsetRange> stretches = new HashMap<>();
    for (int i = 0; i < from.size(); i++) {
      PartitionOffset first = from.get(i);
      stretches.put(
          new TopicPartition(topic, first.partition()),
          new OffsetRange(first.offset(), to.get(i).offset()));
    }
    return stretches;
  }
}
