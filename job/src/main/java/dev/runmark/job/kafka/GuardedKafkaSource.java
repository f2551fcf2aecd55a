package dev.runmark.job.kafka;

import dev.runmark.decode.record.RawRecord;
import dev.runmark.job.options.DecodeOptions;
import dev.runmark.job.options.KafkaOptions;
import java.io.IOException;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
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
 *   <li>A compacted topic, and stricter limits of the decoder, are refused at every start.
 *   <li>Every position, fresh or restored, is compared with the brokers before it is read from: the
 *       topic's id is the same, and the offset lies in what the partition holds.
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
  private final DecodeOptions decode;
  private final TypeInformation<RawRecord> type;

  public GuardedKafkaSource(
      KafkaOptions options,
      String deadLetterTopic,
      SourceIndex index,
      DecodeOptions decode,
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
    return new Reading(new TopicGenerations(Map.of())).fresh(context);
  }

  @Override
  public SplitEnumerator<GuardedSplit, GuardedEnumeratorState> restoreEnumerator(
      SplitEnumeratorContext<GuardedSplit> context, GuardedEnumeratorState state)
      throws IOException {
    return new Reading(new TopicGenerations(state.topicIds())).restored(context, state);
  }

  @Override
  public SourceReader<RawRecord, GuardedSplit> createReader(SourceReaderContext context)
      throws Exception {
    Properties clients = options.clients().resolved();
    clients.putIfAbsent(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, Integer.toString(recordsOfAPoll()));
    return new GuardedReader(
        new Reading(new TopicGenerations(Map.of())).connector(clients).createReader(context),
        new PositionCheck(options, index));
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
    };
  }

  private StricterLimits limits() {
    return new StricterLimits(decode, options.bounded(), index);
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
    private final ResolvedStarts starts = new ResolvedStarts(options.bounded());
    private final ResolvedStarts ends = new ResolvedStarts(options.bounded());

    Reading(TopicGenerations generations) {
      this.generations = generations;
    }

    GuardedEnumerator fresh(SplitEnumeratorContext<GuardedSplit> context) {
      return new GuardedEnumerator(
          connector(options.clients().resolved())
              .createEnumerator(new TopicIdContext(context, generations)),
          generations,
          freshStart(),
          subtask -> {});
    }

    GuardedEnumerator restored(
        SplitEnumeratorContext<GuardedSplit> context, GuardedEnumeratorState state)
        throws IOException {
      boolean begun = state.partitions().initialDiscoveryFinished();
      return new GuardedEnumerator(
          connector(options.clients().resolved())
              .restoreEnumerator(new TopicIdContext(context, generations), state.partitions()),
          generations,
          begun ? restoredStart() : freshStart(),
          begun && options.bounded() ? context::signalNoMoreSplits : subtask -> {});
    }

    private StartCheck freshStart() {
      return () -> {
        everyStart().run();
        new FreshStart(options, index, generations, starts, ends).run();
        limits().record();
      };
    }

    private StartCheck restoredStart() {
      return () -> {
        everyStart().run();
        limits().record();
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
              .setKafkaSubscriber(new TopicIdSubscriber(options.topics(), generations))
              .setStartingOffsets(starts)
              .setDeserializer(new PassThrough());
      return (options.bounded() ? builder.setBounded(ends) : builder).build();
    }
  }
}
