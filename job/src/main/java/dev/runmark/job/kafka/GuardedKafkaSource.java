package dev.runmark.job.kafka;

import dev.runmark.decode.record.RawRecord;
import dev.runmark.job.options.KafkaOptions;
import java.io.IOException;
import java.util.Collection;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.KafkaSourceBuilder;
import org.apache.flink.connector.kafka.source.KafkaSourceOptions;
import org.apache.flink.connector.kafka.source.enumerator.subscriber.KafkaSubscriber;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Flink's Kafka source, which never reads from a place that means other records than it should.
 *
 * <ul>
 *   <li>Where a source without state begins is decided once and recorded in the index before a
 *       split is assigned ({@link FreshStart}). It is decided by the coordinator of a source that
 *       has no state; never in {@code main}, which runs again on JobManager fail-over.
 *   <li>A compacted topic, stricter limits of the decoder, and runs that would get another tenant,
 *       are refused at every start.
 *   <li>Every position, fresh or restored, is compared with the brokers before it is read from: the
 *       topic's id is the same, and the offset lies in what the partition holds.
 *   <li>Every position is compared again before a checkpoint keeps it: no record of a topic that
 *       was created again is committed as one of the old topic ({@link ReadTopics}).
 *   <li>A position that falls out of range later fails the job instead of being reset; the restart
 *       then finds it lost, and ends the job or records the gap that was accepted.
 *   <li>With an end it is a replay: it reads a range and ends, and the index records no start.
 * </ul>
 *
 * <p>Only committed records are read. Offsets are committed to the group for monitoring and never
 * read back. The connector's source is made where it runs, so that secrets do not travel.
 */
public final class GuardedKafkaSource
    implements Source<RawRecord, GuardedSplit, GuardedEnumeratorState>,
        ResultTypeQueryable<RawRecord> {
  private static final long serialVersionUID = 1L;

  private final KafkaOptions options;
  private final String deadLetterTopic;
  private final SourceIndex index;
  private final DecodeRules decode;
  private final TypeInformation<RawRecord> type;

  public GuardedKafkaSource(
      KafkaOptions options,
      String deadLetterTopic,
      SourceIndex index,
      DecodeRules decode,
      TypeInformation<RawRecord> type) {
    this.options = options;
    this.deadLetterTopic = deadLetterTopic;
    this.index = index;
    this.decode = decode;
    this.type = type;
  }

  @Override
  public Boundedness getBoundedness() {
    return options.bounded() ? Boundedness.BOUNDED : Boundedness.CONTINUOUS_UNBOUNDED;
  }

  @Override
  public SplitEnumerator<GuardedSplit, GuardedEnumeratorState> createEnumerator(
      SplitEnumeratorContext<GuardedSplit> context) {
    return fresh().begin(context);
  }

  @Override
  public SplitEnumerator<GuardedSplit, GuardedEnumeratorState> restoreEnumerator(
      SplitEnumeratorContext<GuardedSplit> context, GuardedEnumeratorState state)
      throws IOException {
    TopicGenerations generations = new TopicGenerations(state.topicIds());
    return isGivenReplay(state)
        ? new Reading(generations, partitionsOf(state)).restore(context, state)
        : new Reading(generations, discovered(generations)).restore(context, state);
  }

  private Reading fresh() {
    TopicGenerations generations = new TopicGenerations(Map.of());
    return new Reading(generations, discovered(generations));
  }

  private KafkaSubscriber discovered(TopicGenerations generations) {
    return new TopicIdSubscriber(options.topics(), generations);
  }

  /** A replay has all its partitions: one that was added since has no end. */
  private boolean isGivenReplay(GuardedEnumeratorState state) {
    return options.bounded() && state.partitions().initialDiscoveryFinished();
  }

  private static KafkaSubscriber partitionsOf(GuardedEnumeratorState state) {
    return KafkaSubscriber.getPartitionSetSubscriber(
        Stream.of(state.partitions().assignedSplits(), state.partitions().unassignedSplits())
            .flatMap(Collection::stream)
            .map(KafkaPartitionSplit::getTopicPartition)
            .collect(Collectors.toSet()));
  }

  @Override
  public SourceReader<RawRecord, GuardedSplit> createReader(SourceReaderContext context)
      throws Exception {
    Properties clients = options.clients().resolved();
    clients.putIfAbsent(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, Integer.toString(recordsOfAPoll()));
    return new GuardedReader(
        fresh().connector(clients).createReader(context),
        new PositionCheck(options, index),
        new ReadTopics(options, ReadTopics.PATIENCE));
  }

  private int recordsOfAPoll() throws IOException {
    try (KafkaTopics topics = new KafkaTopics(options.clients().resolved())) {
      return PollBound.records(topics.recordLimits(Set.copyOf(options.topics())).values());
    }
  }

  private StartCheck everyStart() {
    return () -> {
      new CompactedTopics(options).run();
      new DeadLetterRoom(options, deadLetterTopic).run();
      limits().run();
      tenants().run();
    };
  }

  /** To be called when nothing refuses the start. */
  private void recordDecoding() throws IOException {
    limits().record();
    tenants().record();
  }

  private StricterLimits limits() {
    return new StricterLimits(decode.limits(), options.bounded(), index);
  }

  private OtherTenants tenants() {
    return new OtherTenants(decode.tenants(), options, index);
  }

  @Override
  public SimpleVersionedSerializer<GuardedSplit> getSplitSerializer() {
    return new GuardedSplitSerializer();
  }

  @Override
  public SimpleVersionedSerializer<GuardedEnumeratorState> getEnumeratorCheckpointSerializer() {
    return new GuardedEnumeratorStateSerializer();
  }

  @Override
  public TypeInformation<RawRecord> getProducedType() {
    return type;
  }

  /** The connector's source, with what is decided for it where it runs. */
  private final class Reading {

    private final TopicGenerations generations;
    private final KafkaSubscriber subscriber;
    private final ResolvedStarts starts = new ResolvedStarts(options.bounded());
    private final ResolvedStarts ends = new ResolvedStarts(options.bounded());

    Reading(TopicGenerations generations, KafkaSubscriber subscriber) {
      this.generations = generations;
      this.subscriber = subscriber;
    }

    GuardedEnumerator begin(SplitEnumeratorContext<GuardedSplit> context) {
      return new GuardedEnumerator(
          connector(options.clients().resolved())
              .createEnumerator(new TopicIdContext(context, generations)),
          generations,
          freshStart(),
          subtask -> {});
    }

    GuardedEnumerator restore(
        SplitEnumeratorContext<GuardedSplit> context, GuardedEnumeratorState state)
        throws IOException {
      boolean begun = state.partitions().initialDiscoveryFinished();
      return new GuardedEnumerator(
          connector(options.clients().resolved())
              .restoreEnumerator(new TopicIdContext(context, generations), state.partitions()),
          generations,
          begun ? restoredStart() : freshStart(),
          isGivenReplay(state) ? context::signalNoMoreSplits : subtask -> {});
    }

    private StartCheck freshStart() {
      return () -> {
        everyStart().run();
        new FreshStart(options, index, generations, starts, ends).run();
        recordDecoding();
      };
    }

    private StartCheck restoredStart() {
      return () -> {
        everyStart().run();
        recordDecoding();
      };
    }

    KafkaSource<ConsumerRecord<byte[], byte[]>> connector(Properties properties) {
      properties.setProperty(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
      properties.setProperty(
          KafkaSourceOptions.PARTITION_DISCOVERY_INTERVAL_MS.key(),
          options.bounded() ? "-1" : Long.toString(options.partitionDiscovery().toMillis()));
      KafkaSourceBuilder<ConsumerRecord<byte[], byte[]>> builder =
          KafkaSource.<ConsumerRecord<byte[], byte[]>>builder()
              .setProperties(properties)
              .setGroupId(options.groupToShow())
              .setKafkaSubscriber(subscriber)
              .setStartingOffsets(starts)
              .setDeserializer(new PassThrough());
      return (options.bounded() ? builder.setBounded(ends) : builder).build();
    }
  }
}
