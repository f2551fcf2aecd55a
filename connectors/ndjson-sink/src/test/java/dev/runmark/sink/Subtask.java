package dev.runmark.sink;

import dev.runmark.storage.index.Frontier;
import dev.runmark.storage.part.RunLine;
import java.util.List;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.connector.sink2.CommittableMessage;
import org.apache.flink.streaming.api.connector.sink2.CommittableMessageTypeInfo;
import org.apache.flink.streaming.api.connector.sink2.CommittableWithLineage;
import org.apache.flink.streaming.runtime.operators.sink.CommitterOperatorFactory;
import org.apache.flink.streaming.runtime.operators.sink.SinkWriterOperatorFactory;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.flink.util.IOUtils;

/**
 * One parallel instance of the sink: Flink's own writer and committer operators, chained, driven by
 * hand.
 */
final class Subtask implements AutoCloseable {

  private static final int MAX_PARALLELISM = 8;

  /** What both operators of one subtask put into a checkpoint. */
  record Snapshot(long checkpoint, OperatorSubtaskState writer, OperatorSubtaskState committer) {

    /** One checkpoint of several subtasks. */
    static Snapshot of(Snapshot... subtasks) throws Exception {
      OperatorSubtaskState[] writers = new OperatorSubtaskState[subtasks.length];
      OperatorSubtaskState[] committers = new OperatorSubtaskState[subtasks.length];
      for (int i = 0; i < subtasks.length; i++) {
        writers[i] = subtasks[i].writer;
        committers[i] = subtasks[i].committer;
      }
      return new Snapshot(
          subtasks[0].checkpoint,
          AbstractStreamOperatorTestHarness.repackageState(writers),
          AbstractStreamOperatorTestHarness.repackageState(committers));
    }

    /** What the subtask gets of it after a change of parallelism. */
    Snapshot part(int before, int after, int subtask) {
      return new Snapshot(
          checkpoint,
          AbstractStreamOperatorTestHarness.repartitionOperatorState(
              writer, MAX_PARALLELISM, before, after, subtask),
          AbstractStreamOperatorTestHarness.repartitionOperatorState(
              committer, MAX_PARALLELISM, before, after, subtask));
    }
  }

  private final OneInputStreamOperatorTestHarness<SinkElement, CommittableMessage<PartCommittable>>
      writer;
  private final OneInputStreamOperatorTestHarness<
          CommittableMessage<PartCommittable>, CommittableMessage<PartCommittable>>
      committer;

  private PartCommittable lastCommittable;
  private Snapshot lastSnapshot;

  private Subtask(NdjsonSink sink, int parallelism, int subtask) throws Exception {
    TypeSerializer<CommittableMessage<PartCommittable>> serializer =
        CommittableMessageTypeInfo.of(sink::getCommittableSerializer)
            .createSerializer(new SerializerConfigImpl());
    writer =
        new OneInputStreamOperatorTestHarness<>(
            new SinkWriterOperatorFactory<SinkElement, PartCommittable>(sink),
            MAX_PARALLELISM,
            parallelism,
            subtask);
    writer.setup(serializer);
    committer =
        new OneInputStreamOperatorTestHarness<>(
            new CommitterOperatorFactory<>(sink, false, true),
            MAX_PARALLELISM,
            parallelism,
            subtask);
    committer.setup(serializer);
  }

  static Subtask start(NdjsonSink sink) throws Exception {
    Subtask started = new Subtask(sink, 1, 0);
    started.committer.open();
    started.writer.open();
    return started;
  }

  static Subtask restore(NdjsonSink sink, Snapshot snapshot) throws Exception {
    return restore(sink, snapshot, 1, 0);
  }

  /** Commits what the snapshot holds, as Flink does: the last operator of a chain comes first. */
  static Subtask restore(NdjsonSink sink, Snapshot snapshot, int parallelism, int subtask)
      throws Exception {
    Subtask restored = new Subtask(sink, parallelism, subtask);
    restored.committer.setRestoredCheckpointId(snapshot.checkpoint());
    restored.writer.setRestoredCheckpointId(snapshot.checkpoint());
    try {
      restored.committer.initializeState(snapshot.committer());
      restored.committer.open();
      restored.writer.initializeState(snapshot.writer());
      restored.writer.open();
    } catch (Exception e) {
      restored.close();
      throw e;
    }
    return restored;
  }

  void write(List<RunLine> lines) throws Exception {
    for (RunLine line : lines) {
      writeTrace(List.of(line));
    }
  }

  void writeTrace(List<RunLine> lines) throws Exception {
    writer.processElement(new Trace(lines), 0);
  }

  /** What the operator before the writer sends before a barrier. */
  void mark(Frontier frontier) throws Exception {
    writer.processElement(new FrontierMark(frontier), 0);
  }

  /** The barrier passes: the committables reach the committer, then both write their state. */
  Snapshot snapshot(long checkpoint) throws Exception {
    writer.prepareSnapshotPreBarrier(checkpoint);
    forward();
    OperatorSubtaskState writerState = writer.snapshot(checkpoint, 0);
    lastSnapshot = new Snapshot(checkpoint, writerState, committer.snapshot(checkpoint, 0));
    return lastSnapshot;
  }

  Snapshot lastSnapshot() {
    return lastSnapshot;
  }

  PartCommittable lastCommittable() {
    return lastCommittable;
  }

  void complete(long checkpoint) throws Exception {
    writer.notifyOfCompletedCheckpoint(checkpoint);
    committer.notifyOfCompletedCheckpoint(checkpoint);
  }

  void abort(long checkpoint) throws Exception {
    writer.getOperator().notifyCheckpointAborted(checkpoint);
    committer.getOperator().notifyCheckpointAborted(checkpoint);
  }

  void endInput() throws Exception {
    writer.endInput();
    forward();
    committer.endInput();
  }

  private void forward() throws Exception {
    for (var record : writer.extractOutputStreamRecords()) {
      committer.processElement(record.getValue(), 0);
      if (record.getValue() instanceof CommittableWithLineage<PartCommittable> message) {
        lastCommittable = message.getCommittable();
      }
    }
    writer.getOutput().clear();
  }

  /** A crash is the same from here: nothing of the task is asked any more. */
  @Override
  public void close() {
    writer.getOutput().clear();
    try {
      IOUtils.closeAll(writer, committer);
    } catch (Exception e) {
      throw new AssertionError("close the subtask", e);
    }
  }
}
