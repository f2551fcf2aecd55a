package dev.runmark.job.window;

import dev.runmark.decode.record.RunEvent;
import dev.runmark.decode.record.SourceOffset;
import dev.runmark.decode.record.TraceKey;
import dev.runmark.job.record.types.RecordTypes;
import dev.runmark.sink.SinkElement;
import java.util.UUID;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.InternalTimer;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.Triggerable;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.jspecify.annotations.Nullable;

/**
 * The stage {@code runs: trace window}: gathers the events of a trace in keyed state and gives its
 * lines when the window closes ({@link WindowRules}). What comes for the trace later opens another
 * window; its lines stand beside the first ones, and readers fold them.
 *
 * <p>An operator and no process function, since processing-time timers never fire at the end of the
 * input: {@link #endInput()} closes every window there and at a drain. Timers run on the machine's
 * clock, never on a client's.
 *
 * <p>After a restore, windows and timers are those of the checkpoint. What a window held is neither
 * lost nor doubled, since the source is set back to the same moment. Which events meet in a window
 * may differ from the first time, and no reader sees that.
 *
 * <p>Before each barrier it tells the sink how far it is in each source ({@link FrontierMarks}):
 * from where the source may be read again follows from what waits in windows, and where nothing
 * does, from what arrived. That is in state too: after a restore perhaps nothing comes any more.
 * Any subtask may get it.
 */
public final class TraceWindowOperator extends AbstractStreamOperator<SinkElement>
    implements OneInputStreamOperator<RunEvent, SinkElement>,
        Triggerable<TraceKey, VoidNamespace>,
        BoundedOneInput {

  private static final long serialVersionUID = 1L;

  /** The name is that of state in savepoints and never changes. */
  static final ListStateDescriptor<SourceOffset> SEEN =
      new ListStateDescriptor<>("seen", RecordTypes.SOURCE_OFFSET);

  private final WindowRules rules;
  private final @Nullable UUID submission;
  private transient long restoredAt;
  private transient boolean toClose;
  private transient @Nullable TraceWindows windows;
  private transient @Nullable FrontierMarks marks;
  private transient @Nullable ListState<SourceOffset> seen;

  /**
   * @param submission of which definition of the job; null when it tells nobody how far it is
   */
  public TraceWindowOperator(WindowRules rules, @Nullable UUID submission) {
    this.rules = rules;
    this.submission = submission;
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    restoredAt =
        context.isRestored()
            ? getProcessingTimeService().getCurrentProcessingTime()
            : Long.MIN_VALUE;
    toClose = context.isRestored() && rules.closesRestored();
    SourceProgress progress = new SourceProgress();
    seen = context.getOperatorStateStore().getListState(SEEN);
    seen.get().forEach(progress::restored);
    marks =
        new FrontierMarks(
            SubtaskAttempt.of(submission, getContainingTask().getEnvironment()),
            progress,
            mark -> output.collect(new StreamRecord<>(mark)));
  }

  @Override
  public void open() throws Exception {
    super.open();
    TraceState state =
        new TraceState(
            getKeyedStateBackend(),
            getInternalTimerService(TraceState.TIMERS, VoidNamespaceSerializer.INSTANCE, this),
            restoredAt);
    windows =
        new TraceWindows(
            rules,
            state,
            marks().progress(),
            getMetricGroup(),
            trace -> output.collect(new StreamRecord<>(trace)));
    windows.open();
    getMetricGroup().gauge("offsetsHeldBack", marks()::heldBack);
  }

  @Override
  public void processElement(StreamRecord<RunEvent> element) throws Exception {
    windows().add(element.getValue());
  }

  @Override
  public void onProcessingTime(InternalTimer<TraceKey, VoidNamespace> timer) throws Exception {
    windows().timerFired(timer.getTimestamp());
  }

  /** There are no watermarks. */
  @Override
  public void onEventTime(InternalTimer<TraceKey, VoidNamespace> timer) {}

  /** What must be closed does not get into another checkpoint. */
  @Override
  public void prepareSnapshotPreBarrier(long checkpoint) throws Exception {
    super.prepareSnapshotPreBarrier(checkpoint);
    windows().barrierComes();
    marks().barrierComes(checkpoint);
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    opened(seen).update(marks().progress().highestSeen());
  }

  @Override
  public void endInput() throws Exception {
    windows().closeAll(CloseReason.INPUT);
    marks().inputEnded();
  }

  private FrontierMarks marks() {
    return opened(marks);
  }

  /** The windows, restored ones closed first where the rules say so. */
  private TraceWindows windows() throws Exception {
    TraceWindows open = opened(windows);
    if (toClose) {
      toClose = false;
      Object current = getCurrentKey();
      open.closeAll(CloseReason.RESTORED);
      if (current != null) {
        setCurrentKey(current);
      }
    }
    return open;
  }

  private static <T> T opened(@Nullable T made) {
    if (made == null) {
      throw new IllegalStateException("trace window: not opened");
    }
    return made;
  }
}
