package dev.runmark.proof.simulation;

import dev.runmark.decode.record.RunEvent;
import dev.runmark.sink.NdjsonSink;
import dev.runmark.sink.SinkElement;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One subtask: trace window, writer and committer in one thread, what is on its way to it, and what
 * the JobManager has told it and it has not heard yet.
 */
final class Task implements AutoCloseable {

  /** An event, or with null the barrier of a checkpoint. */
  private record Element(@Nullable RunEvent event, long barrier) {}

  private final RealWindowTask operator;
  private final WindowTask window;
  private final SinkTask sink;
  private final Deque<Element> input = new ArrayDeque<>();
  private final Deque<Long> notifications = new ArrayDeque<>();
  private long lastHeard;

  Task(World world, Checkpoint from, SubtaskIndex of, NdjsonSink sink) throws Exception {
    this.operator = new RealWindowTask(world, from.submission(), of);
    this.window = world.subject().window(operator);
    this.sink = new SinkTask(sink, of);
  }

  /** With its piece of the state, if there is any. */
  void begin(long checkpoint, @Nullable TaskState state) throws Exception {
    if (state == null) {
      sink.open();
    } else {
      sink.restore(checkpoint, state);
      operator.restore(checkpoint, state.window());
    }
    operator.open();
  }

  void send(RunEvent event) {
    input.add(new Element(event, 0));
  }

  void sendBarrier(long checkpoint) {
    input.add(new Element(null, checkpoint));
  }

  boolean hasInput() {
    return !input.isEmpty();
  }

  /**
   * Takes what came next.
   *
   * @return the state when that was a barrier, else null
   */
  @Nullable TaskState receive() throws Exception {
    Element next = input.remove();
    if (next.event() == null) {
      return snapshot(next.barrier());
    }
    window.add(next.event());
    forward();
    return null;
  }

  private TaskState snapshot(long checkpoint) throws Exception {
    window.barrierComes(checkpoint);
    forward();
    sink.barrierComes(checkpoint);
    return new TaskState(
        window.snapshot(checkpoint), sink.writerState(checkpoint), sink.committerState(checkpoint));
  }

  /** Returns how much that brought out of the windows. */
  int timeIs(long milliseconds) throws Exception {
    window.timeIs(milliseconds);
    return forward();
  }

  private int forward() throws Exception {
    List<SinkElement> elements = window.take();
    for (SinkElement element : elements) {
      sink.write(element);
    }
    return elements.size();
  }

  /** The checkpoint is complete, which the task does not know before it hears it. */
  void isComplete(long checkpoint) {
    notifications.add(checkpoint);
  }

  /** False when there was nothing to hear. */
  boolean hear() throws Exception {
    Long next = notifications.poll();
    if (next == null) {
      return false;
    }
    lastHeard = next;
    sink.complete(next);
    return true;
  }

  boolean hearAgain() throws Exception {
    if (lastHeard == 0) {
      return false;
    }
    sink.complete(lastHeard);
    return true;
  }

  boolean miss() {
    return notifications.poll() != null;
  }

  void abort(long checkpoint) throws Exception {
    input.removeIf(element -> element.barrier() == checkpoint);
    sink.abort(checkpoint);
  }

  @Override
  public void close() {
    sink.close();
    window.close();
  }
}
