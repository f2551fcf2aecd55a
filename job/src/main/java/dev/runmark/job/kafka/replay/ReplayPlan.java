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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;

/**
 * What a replay reads, resolved to offsets: whoever carries it out reads the same.
 *
 * @param topicId which generation of the topic they are of
 * @param from the first offset of each partition
 * @param to the offset after the last one of each partition
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
      SortedMap<Integer, OffsetRange> held = new TreeMap<>();
      List<TopicPartition> partitions =
          IntStream.range(0, state.partitions())
              .mapToObj(partition -> new TopicPartition(topic, partition))
              .toList();
      Map<TopicPartition, OffsetRange> ranges = topics.ranges(partitions);
      ranges.forEach((partition, range) -> held.put(partition.partition(), range));
      KafkaOptions wanted =
          new KafkaOptions(
              live.clients(),
              List.of(topic),
              live.group(),
              begin.start(topic, held),
              end.end(topic, held),
              live.partitionDiscovery());
      ReplayRange range = ReplayRange.of(wanted, topics, ranges);
      return resolved(state.id(), begin, end, partitions, range);
    }
  }

  private static ReplayPlan resolved(
      UUID id, Boundary begin, Boundary end, List<TopicPartition> partitions, ReplayRange range) {
    List<PartitionOffset> from = new ArrayList<>();
    List<PartitionOffset> to = new ArrayList<>();
    for (TopicPartition partition : partitions) {
      int number = partition.partition();
      long first = range.starts().getOrDefault(partition, 0L);
      boolean read = begin.includes(number) && end.includes(number);
      long last = read ? range.ends().getOrDefault(partition, first) : first;
      from.add(new PartitionOffset(partition.topic(), number, first));
      to.add(new PartitionOffset(partition.topic(), number, last));
    }
    return new ReplayPlan(partitions.get(0).topic(), id, from, to);
  }

  /** How many offsets that are; a few of them may be no records. */
  public long offsets() {
    return sum(to) - sum(from);
  }

  /** For people: a line for each partition that is read. */
  public List<String> lines() {
    return IntStream.range(0, from.size())
        .filter(i -> from.get(i).offset() < to.get(i).offset())
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
    return over(live, from, to);
  }

  /** The options of a job that reads between the offsets, which are of one topic. */
  public static KafkaOptions over(
      KafkaOptions live, List<PartitionOffset> from, List<PartitionOffset> to) {
    return new KafkaOptions(
        live.clients(),
        from.stream().map(PartitionOffset::topic).distinct().toList(),
        live.group(),
        new StartOptions(StartOptions.Mode.OFFSETS, null, from, false, false),
        new EndOptions(EndOptions.Mode.OFFSETS, null, to),
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
