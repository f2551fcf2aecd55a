package dev.runmark.bench.ingest;

import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.serialization.AbstractDeserializationSchema;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** What every peer begins with: the values of a topic's records, by Flink's KafkaSource. */
final class TopicValues {

  private TopicValues() {}

  /**
   * Reads the topic from its beginning on. Object reuse is on from now, since no peer changes what
   * it is given.
   */
  static DataStream<byte[]> read(
      StreamExecutionEnvironment env, Target target, LoadedTopic topic, String group) {
    Configuration reuse = new Configuration();
    reuse.set(PipelineOptions.OBJECT_REUSE, true);
    env.configure(reuse);
    KafkaSource<byte[]> source =
        KafkaSource.<byte[]>builder()
            .setBootstrapServers(target.bootstrapServers())
            .setTopics(topic.name())
            .setGroupId(group)
            .setStartingOffsets(OffsetsInitializer.earliest())
            .setProperty("isolation.level", "read_committed")
            .setValueOnlyDeserializer(new Values())
            .build();
    return env.fromSource(source, WatermarkStrategy.noWatermarks(), "read").uid("read");
  }

  /** The record's value as it came. */
  private static final class Values extends AbstractDeserializationSchema<byte[]> {
    private static final long serialVersionUID = 1L;

    @Override
    public byte[] deserialize(byte[] value) {
      return value;
    }
  }
}
