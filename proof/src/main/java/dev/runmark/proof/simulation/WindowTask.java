package dev.runmark.proof.simulation;

import dev.runmark.decode.record.RunEvent;
import dev.runmark.sink.SinkElement;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;

/** The trace window's operator of one subtask, driven by hand. */
interface WindowTask extends AutoCloseable {

  void add(RunEvent event) throws Exception;

  /** Fires the timers that are due. */
  void timeIs(long milliseconds) throws Exception;

  void barrierComes(long checkpoint) throws Exception;

  OperatorSubtaskState snapshot(long checkpoint) throws Exception;

  /** What came out since the last call. */
  List<SinkElement> take();

  @Override
  void close();
}
