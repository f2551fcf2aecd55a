package dev.runmark.job.kafka;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.IntConsumer;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.connector.kafka.source.enumerator.KafkaSourceEnumState;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.jspecify.annotations.Nullable;

/**
 * The connector's enumerator behind a check that runs before it starts.
 *
 * <p>Everything here runs on the source coordinator's thread, not on the JobManager's main thread:
 * the check may wait for servers. Until it has passed there is no state to keep, so that no
 * checkpoint can carry a start around the check.
 */
final class GuardedEnumerator implements SplitEnumerator<GuardedSplit, GuardedEnumeratorState> {

  private final SplitEnumerator<KafkaPartitionSplit, KafkaSourceEnumState> inner;
  private final TopicGenerations generations;
  private final StartCheck check;
  private final IntConsumer noMoreSplits;
  private boolean checked;

  /**
   * @param noMoreSplits told of each reader that has all its splits. The connector tells readers
   *     only when it has found partitions, so never after a restore: a replay would not end.
   */
  GuardedEnumerator(
      SplitEnumerator<KafkaPartitionSplit, KafkaSourceEnumState> inner,
      TopicGenerations generations,
      StartCheck check,
      IntConsumer noMoreSplits) {
    this.inner = inner;
    this.generations = generations;
    this.check = check;
    this.noMoreSplits = noMoreSplits;
  }

  @Override
  public void start() {
    try {
      check.run();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    checked = true;
    inner.start();
  }

  @Override
  public void handleSplitRequest(int subtask, @Nullable String requesterHostname) {
    inner.handleSplitRequest(subtask, requesterHostname);
  }

  @Override
  public void addSplitsBack(List<GuardedSplit> splits, int subtask) {
    splits.forEach(split -> generations.see(split.position().getTopic(), split.topicId()));
    inner.addSplitsBack(splits.stream().map(GuardedSplit::position).toList(), subtask);
  }

  @Override
  public void addReader(int subtask) {
    inner.addReader(subtask);
    noMoreSplits.accept(subtask);
  }

  @Override
  public GuardedEnumeratorState snapshotState(long checkpoint) throws Exception {
    if (!checked) {
      throw new IllegalStateException(
          "checkpoint " + checkpoint + " of the Kafka source: its start is not checked yet");
    }
    return new GuardedEnumeratorState(inner.snapshotState(checkpoint), generations.all());
  }

  @Override
  public void notifyCheckpointComplete(long checkpoint) throws Exception {
    inner.notifyCheckpointComplete(checkpoint);
  }

  @Override
  public void notifyCheckpointAborted(long checkpoint) throws Exception {
    inner.notifyCheckpointAborted(checkpoint);
  }

  @Override
  public void handleSourceEvent(int subtask, SourceEvent event) {
    inner.handleSourceEvent(subtask, event);
  }

  @Override
  public void close() throws IOException {
    inner.close();
  }
}
