package dev.runmark.bench.ingest;

import dev.runmark.bench.flink.S3Plugin;
import dev.runmark.bench.servers.S3Access;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;
import org.apache.flink.api.common.serialization.Encoder;
import org.apache.flink.connector.file.sink.FileSink;
import org.apache.flink.core.fs.Path;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.filesystem.bucketassigners.BasePathBucketAssigner;
import org.apache.flink.streaming.api.functions.sink.filesystem.rollingpolicies.OnCheckpointRollingPolicy;

/**
 * The peer: Flink's own connectors, Kafka to files on S3. It decodes nothing, keeps no index, and
 * writes each record's bytes and a line feed.
 */
final class FileSinkPipeline implements Pipeline {

  private final Target target;
  private final LoadedTopic topic;
  private final S3Plugin plugin;
  private final String prefix;

  FileSinkPipeline(Target target, LoadedTopic topic, S3Plugin plugin, String pass) {
    this.target = target;
    this.topic = topic;
    this.plugin = plugin;
    this.prefix = "file-sink-" + plugin.name().toLowerCase(Locale.ROOT) + "-" + pass;
  }

  @Override
  public S3Plugin plugin() {
    return plugin;
  }

  @Override
  public void prepare() {
    target.objects().delete(prefix + "/");
  }

  @Override
  public void define(StreamExecutionEnvironment env) {
    write(TopicValues.read(env, target, topic, prefix));
  }

  /** The files alone, of a stream that others may use as well. */
  void write(DataStream<byte[]> values) {
    FileSink<byte[]> sink =
        FileSink.forRowFormat(new Path("s3://" + S3Access.BUCKET + "/" + prefix), new Lines())
            .withBucketAssigner(new BasePathBucketAssigner<>())
            .withRollingPolicy(OnCheckpointRollingPolicy.build())
            .build();
    values.sinkTo(sink).name("write").uid("write");
  }

  /** The objects appear whole, so their sizes tell. */
  @Override
  public boolean complete() {
    return target.objects().bytes(finished()) == topic.bytes() + topic.records();
  }

  @Override
  public long verify() throws IOException {
    long lines = target.objects().lines(finished());
    if (lines != topic.records()) {
      throw new IllegalStateException(
          "FileSink: " + lines + " lines in " + prefix + ", sent " + topic.records());
    }
    return target.objects().bytes(finished());
  }

  @Override
  public void clear() {
    target.objects().delete(prefix + "/");
  }

  /** What it has not committed yet has other names, where it has one at all. */
  private String finished() {
    return prefix + "/part-";
  }

  private static final class Lines implements Encoder<byte[]> {
    private static final long serialVersionUID = 1L;

    @Override
    public void encode(byte[] value, OutputStream out) throws IOException {
      out.write(value);
      out.write('\n');
    }
  }
}
