package dev.runmark.job.kafka;

import dev.runmark.decode.record.RawRecord;
import dev.runmark.storage.part.SourcePartition;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.flink.core.io.InputStatus;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * The connector's reader, with every position checked against the brokers before it is read from
 * and before it is kept, and every record given its coordinates.
 *
 * <p>Runs on the task thread, the checks too. Its state is the connector's positions, each with its
 * topic's id.
 */
@SuppressWarnings("try") // The connector's close() may be interrupted; so may this one.
final class GuardedReader implements SourceReader<RawRecord, GuardedSplit> {

  private final SourceReader<ConsumerRecord<byte[], byte[]>, KafkaPartitionSplit> inner;
  private final PositionCheck check;
  private final ReadTopics topics;
  private final Map<String, SourcePartition> sources = new HashMap<>();
  private @Nullable RecordOutput output;

  GuardedReader(
      SourceReader<ConsumerRecord<byte[], byte[]>, KafkaPartitionSplit> inner,
      PositionCheck check,
      ReadTopics topics) {
    this.inner = inner;
    this.check = check;
    this.topics = topics;
  }

  @Override
  public void start() {
    inner.start();
  }

  @Override
  public void addSplits(List<GuardedSplit> splits) {
    List<KafkaPartitionSplit> positions = check.positions(splits);
    splits.forEach(split -> sources.put(split.splitId(), split.source()));
    positions.forEach(position -> topics.add(position, source(position.splitId()).topicId()));
    inner.addSplits(positions);
  }

  @Override
  public InputStatus pollNext(ReaderOutput<RawRecord> target) throws Exception {
    if (output == null || !output.writesTo(target)) {
      output = new RecordOutput(target, this::source);
    }
    return inner.pollNext(output);
  }

  @Override
  public List<GuardedSplit> snapshotState(long checkpoint) {
    List<KafkaPartitionSplit> positions = inner.snapshotState(checkpoint);
    topics.compare(positions);
    return positions.stream()
        .map(position -> new GuardedSplit(position, source(position.splitId()).topicId()))
        .toList();
  }

  private SourcePartition source(String splitId) {
    SourcePartition source = sources.get(splitId);
    if (source == null) {
      throw new IllegalStateException("read split " + splitId + ": it was never added");
    }
    return source;
  }

  @Override
  public CompletableFuture<Void> isAvailable() {
    return inner.isAvailable();
  }

  @Override
  public void notifyNoMoreSplits() {
    inner.notifyNoMoreSplits();
  }

  @Override
  public void handleSourceEvents(SourceEvent event) {
    inner.handleSourceEvents(event);
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
  public void pauseOrResumeSplits(Collection<String> pause, Collection<String> resume) {
    inner.pauseOrResumeSplits(pause, resume);
  }

  @Override
  public void close() throws Exception {
    topics.close();
    inner.close();
  }
}
