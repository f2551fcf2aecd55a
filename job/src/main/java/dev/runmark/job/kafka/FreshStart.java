package dev.runmark.job.kafka;

import dev.runmark.job.options.KafkaOptions;
import dev.runmark.storage.index.KnownSource;
import dev.runmark.storage.index.PostgresStarts;
import dev.runmark.storage.index.SourceStart;
import dev.runmark.storage.part.SourcePartition;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides where a source without state begins, and records it in the index before anything can be
 * read ({@link StartRule}). A replay begins and ends where it is told, and records nothing.
 */
final class FreshStart implements StartCheck {

  private static final Logger LOG = LoggerFactory.getLogger(FreshStart.class);

  private final KafkaOptions options;
  private final SourceIndex index;
  private final TopicGenerations generations;
  private final ResolvedStarts starts;
  private final ResolvedStarts ends;

  FreshStart(
      KafkaOptions options,
      SourceIndex index,
      TopicGenerations generations,
      ResolvedStarts starts,
      ResolvedStarts ends) {
    this.options = options;
    this.index = index;
    this.generations = generations;
    this.starts = starts;
    this.ends = ends;
  }

  @Override
  public void run() throws IOException {
    try (KafkaTopics topics = new KafkaTopics(options.clients().resolved())) {
      Map<TopicPartition, SourcePartition> sources = sources(topics);
      Map<TopicPartition, OffsetRange> ranges = topics.ranges(sources.keySet());
      if (options.bounded()) {
        refuseOtherThanPlanned(sources.values(), new WantedOffsets(topics, ranges).valid());
        ReplayRange range = ReplayRange.of(options, topics, ranges);
        starts.are(range.starts());
        ends.are(range.ends());
      } else {
        Map<TopicPartition, Long> wanted =
            new WantedOffsets(topics, ranges).startOfAll(options.start());
        starts.are(decided(sources, wanted, ranges));
      }
    }
  }

  /** Its offsets mean other records when the topic was created again since. */
  private void refuseOtherThanPlanned(Collection<SourcePartition> sources, String valid) {
    UUID planned = options.end().topicId();
    for (SourcePartition source : sources) {
      if (planned != null && !planned.equals(source.topicId())) {
        throw new PositionRefusedException(
            "replay topic "
                + source.topic()
                + ": it was deleted and created again since that was planned: wanted topic id "
                + planned
                + ", the brokers have "
                + source.topicId()
                + "; valid are "
                + valid);
      }
    }
  }

  private Map<TopicPartition, SourcePartition> sources(KafkaTopics topics) throws IOException {
    Map<TopicPartition, SourcePartition> sources = new HashMap<>();
    for (TopicDescription topic : topics.describe(options.topics()).values()) {
      UUID id = KafkaTopics.id(topic.topicId());
      generations.see(topic.name(), id);
      topic
          .partitions()
          .forEach(
              partition ->
                  sources.put(
                      new TopicPartition(topic.name(), partition.partition()),
                      new SourcePartition(id, topic.name(), partition.partition())));
    }
    return sources;
  }

  private Map<TopicPartition, Long> decided(
      Map<TopicPartition, SourcePartition> sources,
      Map<TopicPartition, Long> wanted,
      Map<TopicPartition, OffsetRange> ranges)
      throws IOException {
    PostgresStarts positions = new PostgresStarts(index.resolve());
    Map<SourcePartition, KnownSource> known = positions.known(sources.values());
    StartRule rule = new StartRule(options.start(), positions.seen(options.topics()));
    Map<TopicPartition, Long> offsets = new HashMap<>();
    List<SourceStart> records = new ArrayList<>();
    byName(sources)
        .forEach(
            (name, partition) -> {
              SourcePartition source = KafkaTopics.told(sources, partition);
              StartRule.Start start =
                  rule.decide(
                      source,
                      KafkaTopics.told(wanted, partition),
                      KafkaTopics.told(ranges, partition),
                      known.get(source));
              offsets.put(partition, start.offset());
              if (start.record() != null) {
                records.add(start.record());
              }
              LOG.info(
                  "start of topic {} (id {}) partition {}: offset {}",
                  source.topic(),
                  source.topicId(),
                  source.partition(),
                  start.offset());
            });
    positions.record(records);
    return offsets;
  }

  /** In a fixed order, so that the same refusal is told each time. */
  private static SortedMap<String, TopicPartition> byName(
      Map<TopicPartition, SourcePartition> sources) {
    return sources.keySet().stream()
        .collect(
            Collectors.toMap(
                p -> String.format("%s/%010d", p.topic(), p.partition()),
                p -> p,
                (one, other) -> one,
                TreeMap::new));
  }
}
