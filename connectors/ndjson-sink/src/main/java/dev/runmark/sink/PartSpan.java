package dev.runmark.sink;

import dev.runmark.storage.part.PartId;
import dev.runmark.storage.part.RunLine;
import dev.runmark.storage.part.SealedPart;
import dev.runmark.storage.part.SourcePartition;
import dev.runmark.storage.tracing.Lap;
import dev.runmark.storage.tracing.Laps;
import dev.runmark.storage.tracing.RunTraces;
import dev.runmark.storage.tracing.TracedEvent;
import dev.runmark.storage.tracing.Tracing;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The trace of a part as long as its writer has it: a span of the part, and below it what was done.
 * {@link CommitSpans} goes on with it. All that is asked of it does nothing where the part is not
 * traced. Used by the writer's thread.
 */
final class PartSpan {

  static final AttributeKey<String> PART = AttributeKey.stringKey("runmark.part");
  static final AttributeKey<Long> LINES = AttributeKey.longKey("runmark.lines");
  static final AttributeKey<Long> BYTES = AttributeKey.longKey("runmark.bytes");
  static final AttributeKey<Long> SUBTASK = AttributeKey.longKey("runmark.subtask");

  /** Of a span that stands for many short ones: the sum of their times. */
  private static final AttributeKey<Long> BUSY_MICROS = AttributeKey.longKey("runmark.busy_us");

  /** Links of a part to runs in it, at most. */
  private static final int MOST_LINKS = 32;

  private final Tracer tracer;
  private final RunTraces runs;
  private final Span span;
  private final boolean traced;
  private final Instant wall = Instant.now();
  private final long start = System.nanoTime();
  private long firstAppend = -1;
  private long lastAppend;
  private long appending;
  private int appends;
  private int links;

  private PartSpan(Tracing tracing, Span span) {
    this.tracer = tracing.tracer();
    this.runs = tracing.runs();
    this.span = span;
    this.traced = span.isRecording();
  }

  static PartSpan begin(Tracing tracing, PartId part, int subtask) {
    Span span =
        tracing
            .tracer()
            .spanBuilder("part")
            .setNoParent()
            .setAttribute(PART, part.toString())
            .setAttribute(SUBTASK, (long) subtask)
            .startSpan();
    return new PartSpan(tracing, span);
  }

  /** When something begins whose end will be told; 0 where nobody wants to know. */
  long clock() {
    return traced || runs.on() ? System.nanoTime() : 0;
  }

  /**
   * A line was appended.
   *
   * @param begun by {@link #clock()}
   */
  void appended(RunLine line, long begun) {
    if (runs.on() && traces(line)) {
      tellRun(line, begun);
    }
    if (!traced) {
      return;
    }
    if (appends == 0) {
      firstAppend = begun;
    }
    appends++;
    lastAppend = System.nanoTime();
    appending += lastAppend - begun;
  }

  private boolean traces(RunLine line) {
    SourcePartition source = line.source();
    return runs.traces(source.topicId(), source.partition(), line.span().hi(), line.key().run());
  }

  /** The way of this run: it lies in the part now, and goes on with it. */
  private void tellRun(RunLine line, long begun) {
    SourcePartition source = line.source();
    TracedEvent event =
        new TracedEvent(
            source.topicId(),
            source.topic(),
            source.partition(),
            line.span().hi(),
            line.key().run());
    SpanContext part = span.getSpanContext();
    runs.stage(
        event,
        "append",
        wall.plusNanos(begun - start),
        stage -> {
          stage.setAttribute(BYTES, (long) line.length());
          if (part.isValid()) {
            stage.addLink(part);
          }
        });
    if (traced && links++ < MOST_LINKS) {
      span.addLink(runs.context(event));
    }
  }

  /**
   * The part is sealed: its span ends, what comes after is told by its committer.
   *
   * @param seal the steps of it
   * @param pieces of the upload, as each travelled
   * @return null where the part is not traced
   */
  @Nullable SealedSpan sealed(SealedPart part, Laps seal, List<Lap> pieces) {
    if (!traced) {
      return null;
    }
    Context parent = Context.root().with(span);
    if (appends > 0) {
      child(parent, "append", wall.plusNanos(firstAppend - start))
          .setAttribute(LINES, (long) appends)
          .setAttribute(BUSY_MICROS, TimeUnit.NANOSECONDS.toMicros(appending))
          .startSpan()
          .end(wall.plusNanos(lastAppend - start));
    }
    pieces.forEach(piece -> lap(tracer, parent, piece));
    List<Lap> steps = seal.all();
    Instant begin = steps.get(0).begin();
    Instant end = steps.get(steps.size() - 1).end();
    Span sealing = child(parent, "seal", begin).startSpan();
    steps.forEach(step -> lap(tracer, Context.root().with(sealing), step));
    sealing.end(end);
    span.setAttribute(LINES, (long) part.lines()).setAttribute(BYTES, part.length());
    // Not before now: an end that lies in its past would make the span too short.
    span.end(end);
    return span.getSpanContext().isSampled() ? SealedSpan.of(span.getSpanContext(), end) : null;
  }

  /** The part was given up. */
  void abandoned() {
    if (span.isRecording()) {
      span.setStatus(StatusCode.ERROR, "given up");
      span.end();
    }
  }

  private SpanBuilder child(Context parent, String name, Instant begin) {
    return tracer.spanBuilder(name).setParent(parent).setStartTimestamp(begin);
  }

  /** Makes a span of what has already been. */
  static void lap(Tracer tracer, Context parent, Lap lap) {
    tracer
        .spanBuilder(lap.name())
        .setParent(parent)
        .setStartTimestamp(lap.begin())
        .startSpan()
        .end(lap.end());
  }
}
