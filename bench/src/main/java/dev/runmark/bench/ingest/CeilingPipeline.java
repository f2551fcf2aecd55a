package dev.runmark.bench.ingest;

import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

/** The source and nothing behind it: what is read counts as visible. */
final class CeilingPipeline implements Pipeline {

  private final Target target;
  private final LoadedTopic topic;
  private final String group;

  CeilingPipeline(Target target, LoadedTopic topic, String pass) {
    this.target = target;
    this.topic = topic;
    this.group = "ceiling-" + pass;
  }

  @Override
  public void prepare() {}

  @Override
  public void define(StreamExecutionEnvironment env) {
    TopicValues.read(env, target, topic, group)
        .sinkTo(new DiscardingSink<>())
        .name("discard")
        .uid("discard");
  }

  /** It is not asked before the source has read as many records as there are. */
  @Override
  public boolean complete() {
    return true;
  }

  /** There is nothing that a reader could see; the source's own counter has told. */
  @Override
  public long verify() {
    return 0;
  }

  @Override
  public void clear() {}
}
