package dev.runmark.proof.simulation;

import dev.runmark.decode.record.RunEvent;
import dev.runmark.sink.SinkElement;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.jspecify.annotations.Nullable;

/** A window that is always one event behind, also in its snapshot. */
final class LateWindowTask implements WindowTask {

  private final WindowTask real;
  private @Nullable RunEvent newest;

  LateWindowTask(WindowTask real) {
    this.real = real;
  }

  @Override
  public void add(RunEvent event) throws Exception {
    addNewest();
    newest = event;
  }

  private void addNewest() throws Exception {
    if (newest != null) {
      real.add(newest);
      newest = null;
    }
  }

  @Override
  public void timeIs(long milliseconds) throws Exception {
    addNewest();
    real.timeIs(milliseconds);
  }

  @Override
  public void barrierComes(long checkpoint) throws Exception {
    real.barrierComes(checkpoint);
  }

  @Override
  public OperatorSubtaskState snapshot(long checkpoint) throws Exception {
    OperatorSubtaskState state = real.snapshot(checkpoint);
    addNewest();
    return state;
  }

  @Override
  public List<SinkElement> take() {
    return real.take();
  }

  @Override
  public void close() {
    real.close();
  }
}
