package dev.runmark.sink;

import dev.runmark.storage.failpoint.FailPoint;
import dev.runmark.storage.index.Frontier;
import dev.runmark.storage.part.FrameEncoder;
import dev.runmark.storage.part.PartId;
import dev.runmark.storage.part.RunLine;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.flink.api.connector.sink2.CommittingSinkWriter;
import org.apache.flink.api.connector.sink2.StatefulSinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes lines into parts, one open at a time, in the task's thread.
 *
 * <p>A trace lies in one part where it fits into one: what is open is sealed before a trace that it
 * has no room for.
 *
 * <p>A part never spans a checkpoint: {@link #prepareCommit()}, called before the barrier, seals
 * the open one. So there is nothing to restore but the names of the parts sealed last, and a line
 * that was not in a completed checkpoint is read from Kafka again.
 *
 * <p>Every barrier gives exactly one committable, with or without parts. It names as previous what
 * this writer, or those whose state it was restored with, sealed in the latest earlier checkpoint
 * that had parts, and says how far the input was, if a {@link FrontierMark} came before the
 * barrier.
 */
final class NdjsonSinkWriter
    implements StatefulSinkWriter<SinkElement, NdjsonSinkWriterState>,
        CommittingSinkWriter<SinkElement, PartCommittable> {

  private static final Logger LOG = LoggerFactory.getLogger(NdjsonSinkWriter.class);

  private final PartOpener parts;
  private final FrameEncoder encoder;
  private final WriterMetrics metrics;
  private final int subtask;
  private final int subtasks;
  private final List<StagedPart> staged = new ArrayList<>();
  private Set<PartId> sealedLast;
  private @Nullable OpenPart open;
  private @Nullable Frontier frontier;

  /** The writer closes the opener. */
  NdjsonSinkWriter(
      PartOpener parts, Collection<NdjsonSinkWriterState> restored, WriterInitContext context) {
    this.parts = parts;
    this.encoder = FrameEncoder.of(parts.options().frames());
    this.metrics = new WriterMetrics(context.metricGroup());
    this.subtask = context.getTaskInfo().getIndexOfThisSubtask();
    this.subtasks = context.getTaskInfo().getNumberOfParallelSubtasks();
    this.sealedLast = NdjsonSinkWriterState.union(restored);
  }

  @Override
  public void write(SinkElement element, Context context) throws IOException {
    if (element instanceof FrontierMark mark) {
      requireOwn(mark.frontier());
      frontier = mark.frontier();
    } else {
      write((Trace) element);
    }
  }

  /** What another subtask has sent lies in the parts of other writers too. */
  private void requireOwn(Frontier told) {
    if (told.subtask() != subtask || told.subtasks() != subtasks) {
      throw new IllegalStateException(
          "frontier of subtask "
              + told.subtask()
              + " of "
              + told.subtasks()
              + " came to writer "
              + subtask
              + " of "
              + subtasks
              + ": the operator before the sink must have its parallelism, and a forward edge");
    }
  }

  private void write(Trace trace) throws IOException {
    if (open != null && !open.hasRoomFor(trace)) {
      seal(open);
    }
    for (RunLine line : trace.lines()) {
      append(line);
    }
  }

  private void append(RunLine line) throws IOException {
    if (open == null) {
      open = parts.open(encoder, subtask);
      metrics.opened();
    }
    open.append(line);
    if (open.isFull()) {
      seal(open);
    }
  }

  /** Nothing to do: what is open is sealed by {@link #prepareCommit()}, which always follows. */
  @Override
  public void flush(boolean endOfInput) {}

  @Override
  public Collection<PartCommittable> prepareCommit() throws IOException {
    FailPoint.BEFORE_BARRIER.reached();
    if (open != null) {
      seal(open);
    }
    PartCommittable committable = new PartCommittable(staged, sealedLast, frontier);
    frontier = null;
    if (!staged.isEmpty()) {
      sealedLast = staged.stream().map(s -> s.part().id()).collect(Collectors.toUnmodifiableSet());
      staged.clear();
    }
    return List.of(committable);
  }

  @Override
  public List<NdjsonSinkWriterState> snapshotState(long checkpointId) {
    FailPoint.AFTER_BARRIER.reached();
    return sealedLast.isEmpty() ? List.of() : List.of(new NdjsonSinkWriterState(sealedLast));
  }

  private void seal(OpenPart part) throws IOException {
    long begin = System.nanoTime();
    StagedPart sealed = part.seal();
    open = null;
    staged.add(sealed);
    metrics.ended();
    metrics.sealed(sealed, Duration.ofNanos(System.nanoTime() - begin));
    LOG.info(
        "sealed part={} subtask={} lines={} bytes={} rows-bytes={}",
        sealed.part().id(),
        subtask,
        sealed.part().lines(),
        sealed.part().length(),
        sealed.part().rowsLength());
  }

  /** Gives up what is still open: either nothing, or the task fails or is cancelled. */
  @Override
  public void close() {
    try (parts;
        encoder) {
      if (open != null) {
        open.abort();
      }
    }
  }
}
