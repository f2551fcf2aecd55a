package dev.runmark.job.kafka;

import dev.runmark.job.options.KafkaOptions;
import dev.runmark.job.record.RawRecord;
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
import org.apache.flink.connector.kafka.source.KafkaSourceOptions;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Flink's Kafka source, which never reads from a place that means other records than it should.
 *
 * <ul>
 *   <li>Started without state although the index knows a topic: refused, unless it is a replay. The
 *       check is made once, by the coordinator of a source that has no state; never in {@code
 *       main}, which runs again on JobManager fail-over.
 *   <li>A compacted topic is refused at every start.
 *   <li>Every position, fresh or restored, is compared with the brokers before it is read from: the
 *       topic's id is the same, and the offset lies in what the partition holds.
 *   <li>A position that falls out of range later fails the job instead of being reset.
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
  private final KnownSources known;
  private final TypeInformation<RawRecord> type;

  public GuardedKafkaSource(
      KafkaOptions options,
      String deadLetterTopic,
      KnownSources known,
      TypeInformation<RawRecord> type) {
    this.options = options;
    this.deadLetterTopic = deadLetterTopic;
    this.known = known;
    this.type = type;
  }

  @Override
  public Boundedness getBoundedness() {
    return Boundedness.CONTINUOUS_UNBOUNDED;
  }

  @Override
  public SplitEnumerator<GuardedSplit, GuardedEnumeratorState> createEnumerator(
      SplitEnumeratorContext<GuardedSplit> context) {
    TopicGenerations generations = new TopicGenerations(Map.of());
    return new GuardedEnumerator(
        connector(generations).createEnumerator(new TopicIdContext(context, generations)),
        generations,
        () -> {
          everyStart().run();
          new FreshStart(options, known).run();
        });
  }

  @Override
  public SplitEnumerator<GuardedSplit, GuardedEnumeratorState> restoreEnumerator(
      SplitEnumeratorContext<GuardedSplit> context, GuardedEnumeratorState state)
      throws IOException {
    TopicGenerations generations = new TopicGenerations(state.topicIds());
    return new GuardedEnumerator(
        connector(generations)
            .restoreEnumerator(new TopicIdContext(context, generations), state.partitions()),
        generations,
        everyStart());
  }

  @Override
  public SourceReader<RawRecord, GuardedSplit> createReader(SourceReaderContext context)
      throws Exception {
    Properties clients = options.clients().resolved();
    clients.putIfAbsent(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, Integer.toString(recordsOfAPoll()));
    return new GuardedReader(
        connector(new TopicGenerations(Map.of()), clients).createReader(context),
        new PositionCheck(options.clients()));
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
    };
  }

  private KafkaSource<ConsumerRecord<byte[], byte[]>> connector(TopicGenerations generations) {
    return connector(generations, options.clients().resolved());
  }

  private KafkaSource<ConsumerRecord<byte[], byte[]>> connector(
      TopicGenerations generations, Properties properties) {
    properties.setProperty(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    properties.setProperty(
        KafkaSourceOptions.PARTITION_DISCOVERY_INTERVAL_MS.key(),
        Long.toString(options.partitionDiscovery().toMillis()));
    return KafkaSource.<ConsumerRecord<byte[], byte[]>>builder()
        .setProperties(properties)
        .setGroupId(options.group())
        .setKafkaSubscriber(new TopicIdSubscriber(options.topics(), generations))
        .setStartingOffsets(new EarliestOrFail())
        .setDeserializer(new PassThrough())
        .build();
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
}
