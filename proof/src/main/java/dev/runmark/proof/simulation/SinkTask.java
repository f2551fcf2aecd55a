package dev.runmark.proof.simulation;

import dev.runmark.sink.NdjsonSink;
import dev.runmark.sink.PartCommittable;
import dev.runmark.sink.SinkElement;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.connector.sink2.CommittableMessage;
import org.apache.flink.streaming.api.connector.sink2.CommittableMessageTypeInfo;
import org.apache.flink.streaming.runtime.operators.sink.CommitterOperatorFactory;
import org.apache.flink.streaming.runtime.operators.sink.SinkWriterOperatorFactory;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.flink.util.IOUtils;

/** Flink's own writer and committer operators of one subtask, chained, driven by hand. */
final class SinkTask implements AutoCloseable {

  private final OneInputStreamOperatorTestHarness<SinkElement, CommittableMessage<PartCommittable>>
      writer;
  private final OneInputStreamOperatorTestHarness<
          CommittableMessage<PartCommittable>, CommittableMessage<PartCommittable>>
      committer;

  SinkTask(NdjsonSink sink, SubtaskIndex of) throws Exception {
    TypeSerializer<CommittableMessage<PartCommittable>> serializer =
        CommittableMessageTypeInfo.of(sink::getCommittableSerializer)
            .createSerializer(new SerializerConfigImpl());
    writer =
        new OneInputStreamOperatorTestHarness<>(
            new SinkWriterOperatorFactory<SinkElement, PartCommittable>(sink), of.environment());
    writer.setup(serializer);
    committer =
        new OneInputStreamOperatorTestHarness<>(
            new CommitterOperatorFactory<>(sink, false, true), of.environment());
    committer.setup(serializer);
  }

  /** Commits what the state holds, as Flink does: the last operator of a chain comes first. */
  void restore(long checkpoint, TaskState state) throws Exception {
    committer.setRestoredCheckpointId(checkpoint);
    committer.initializeState(state.committer());
    committer.open();
    writer.setRestoredCheckpointId(checkpoint);
    writer.initializeState(state.writer());
    writer.open();
  }

  void open() throws Exception {
    committer.open();
    writer.open();
  }

  void write(SinkElement element) throws Exception {
    writer.processElement(element, 0);
  }

  void barrierComes(long checkpoint) throws Exception {
    writer.prepareSnapshotPreBarrier(checkpoint);
    for (var message : writer.extractOutputStreamRecords()) {
      committer.processElement(message.getValue(), 0);
    }
    writer.getOutput().clear();
  }

  OperatorSubtaskState writerState(long checkpoint) throws Exception {
    return writer.snapshot(checkpoint, 0);
  }

  OperatorSubtaskState committerState(long checkpoint) throws Exception {
    return committer.snapshot(checkpoint, 0);
  }

  void complete(long checkpoint) throws Exception {
    writer.notifyOfCompletedCheckpoint(checkpoint);
    committer.notifyOfCompletedCheckpoint(checkpoint);
  }

  void abort(long checkpoint) throws Exception {
    writer.getOperator().notifyCheckpointAborted(checkpoint);
    committer.getOperator().notifyCheckpointAborted(checkpoint);
  }

  @Override
  public void close() {
    IOUtils.closeQuietly(writer);
    IOUtils.closeQuietly(committer);
  }
}
