package dev.runmark.proof.simulation;

import dev.runmark.decode.record.RunEvent;
import dev.runmark.decode.record.TraceKey;
import dev.runmark.job.record.types.RecordTypes;
import dev.runmark.job.window.TraceWindowOperator;
import dev.runmark.sink.SinkElement;
import java.util.List;
import java.util.UUID;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.util.IOUtils;

/** The product's own operator in Flink's harness. */
final class RealWindowTask implements WindowTask {

  private final KeyedOneInputStreamOperatorTestHarness<TraceKey, RunEvent, SinkElement> harness;

  RealWindowTask(World world, UUID submission, SubtaskIndex of) throws Exception {
    harness =
        new KeyedOneInputStreamOperatorTestHarness<>(
            new TraceWindowOperator(world.scenario().rules(), submission),
            TraceKey::of,
            RecordTypes.TRACE_KEY,
            of.environment());
    harness.setStateBackend(new HashMapStateBackend());
    harness.setup(
        RecordTypes.SINK_ELEMENT.createSerializer(
            harness.getExecutionConfig().getSerializerConfig()));
    harness.setProcessingTime(world.clockOfProcess().millis());
  }

  void restore(long checkpoint, OperatorSubtaskState state) throws Exception {
    harness.setRestoredCheckpointId(checkpoint);
    harness.initializeState(state);
  }

  void open() throws Exception {
    harness.open();
  }

  @Override
  public void add(RunEvent event) throws Exception {
    harness.processElement(event, 0);
  }

  @Override
  public void timeIs(long milliseconds) throws Exception {
    harness.setProcessingTime(milliseconds);
  }

  @Override
  public void barrierComes(long checkpoint) throws Exception {
    harness.prepareSnapshotPreBarrier(checkpoint);
  }

  @Override
  public OperatorSubtaskState snapshot(long checkpoint) throws Exception {
    return harness.snapshot(checkpoint, checkpoint);
  }

  @Override
  public List<SinkElement> take() {
    List<SinkElement> taken = harness.extractOutputValues();
    harness.getOutput().clear();
    return taken;
  }

  @Override
  public void close() {
    IOUtils.closeQuietly(harness);
  }
}
