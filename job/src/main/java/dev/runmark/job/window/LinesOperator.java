package dev.runmark.job.window;

import dev.runmark.decode.record.RunEvent;
import dev.runmark.sink.SinkElement;
import dev.runmark.sink.Trace;
import java.util.UUID;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.jspecify.annotations.Nullable;

/**
 * The stage {@code runs: lines}: each event a line, at once. An operator only since something has
 * to be sent before each barrier: how far the input is. Nothing ever waits here.
 */
public final class LinesOperator extends AbstractStreamOperator<SinkElement>
    implements OneInputStreamOperator<RunEvent, SinkElement>, BoundedOneInput {

  private static final long serialVersionUID = 1L;

  private final @Nullable UUID submission;
  private transient @Nullable FrontierMarks marks;

  /**
   * @param submission of which definition of the job; null when it tells nobody how far it is
   */
  public LinesOperator(@Nullable UUID submission) {
    this.submission = submission;
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    marks =
        new FrontierMarks(
            SubtaskAttempt.of(submission, getContainingTask().getEnvironment()),
            new SourceProgress(),
            mark -> output.collect(new StreamRecord<>(mark)));
  }

  @Override
  public void processElement(StreamRecord<RunEvent> element) {
    RunEvent event = element.getValue();
    marks().progress().arrived(event.line());
    output.collect(element.replace(Trace.of(event.line())));
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpoint) {
    marks().barrierComes(checkpoint);
  }

  @Override
  public void endInput() {
    marks().inputEnded();
  }

  private FrontierMarks marks() {
    if (marks == null) {
      throw new IllegalStateException("lines: not opened");
    }
    return marks;
  }
}
