package dev.runmark.bench.ingest;

import dev.runmark.bench.ingest.lakehouse.PaimonTable;
import java.io.IOException;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.jspecify.annotations.Nullable;

/** A table with a primary key in a lakehouse, payload and columns together. */
final class LakehousePipeline implements Pipeline {

  /** Apache Paimon advises 200 MB to 1 GB a bucket. */
  private static final long BYTES_IN_A_BUCKET = 1_000_000_000;

  private final Target target;
  private final LoadedTopic topic;
  private final int parallelism;
  private final String prefix;
  private @Nullable PaimonTable table;

  LakehousePipeline(Target target, LoadedTopic topic, int parallelism, String pass) {
    this.target = target;
    this.topic = topic;
    this.parallelism = parallelism;
    this.prefix = "lakehouse-" + pass;
  }

  @Override
  public void prepare() throws IOException {
    target.objects().delete(prefix + "/");
    table = PaimonTable.create(prefix, buckets());
  }

  /** As many for each writer, as few as hold the topic. */
  private int buckets() {
    long each = 1 + (topic.bytes() - 1) / (BYTES_IN_A_BUCKET * parallelism);
    return Math.toIntExact(each * parallelism);
  }

  @Override
  public void define(StreamExecutionEnvironment env) {
    table().write(TopicValues.read(env, target, topic, prefix));
  }

  @Override
  public boolean complete() {
    return table().rowsOfSnapshot() == topic.records();
  }

  @Override
  public long verify() throws IOException {
    long rows = table().count();
    if (rows != topic.records()) {
      throw new IllegalStateException(
          "Paimon: " + rows + " rows in " + prefix + ", sent " + topic.records());
    }
    return table().bytes();
  }

  @Override
  public void clear() {
    target.objects().delete(prefix + "/");
  }

  private PaimonTable table() {
    return java.util.Objects.requireNonNull(table, "prepare() comes first");
  }
}
