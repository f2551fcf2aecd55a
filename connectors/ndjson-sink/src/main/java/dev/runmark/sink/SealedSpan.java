package dev.runmark.sink;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceId;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;

/**
 * Where the trace of a part goes on once it is sealed. It travels with the committable, so that the
 * committer's spans, perhaps of another process, are of the same tree. Only traces that are sampled
 * have one.
 *
 * @param traceId 32 hex digits
 * @param spanId of the part's span, 16 hex digits
 * @param sealed since when it waits, to a microsecond
 */
record SealedSpan(String traceId, String spanId, Instant sealed) {

  private static final int TRACE_ID_BYTES = 16;
  private static final int SPAN_ID_BYTES = 8;

  SealedSpan {
    if (!TraceId.isValid(traceId) || !SpanId.isValid(spanId)) {
      throw new IllegalArgumentException("trace " + traceId + ", span " + spanId + ": no such ids");
    }
    sealed = sealed.truncatedTo(ChronoUnit.MICROS);
  }

  static SealedSpan of(SpanContext part, Instant sealed) {
    return new SealedSpan(part.getTraceId(), part.getSpanId(), sealed);
  }

  /** The parent of what is done with the part from then on. */
  Context parent() {
    return Context.root()
        .with(
            Span.wrap(
                SpanContext.createFromRemoteParent(
                    traceId, spanId, TraceFlags.getSampled(), TraceState.getDefault())));
  }

  /** 16 bytes, 8 bytes, a long: microseconds since 1970. */
  void write(DataOutput out) throws IOException {
    out.write(HexFormat.of().parseHex(traceId));
    out.write(HexFormat.of().parseHex(spanId));
    out.writeLong(ChronoUnit.MICROS.between(Instant.EPOCH, sealed));
  }

  static SealedSpan read(DataInput in) throws IOException {
    byte[] trace = new byte[TRACE_ID_BYTES];
    byte[] span = new byte[SPAN_ID_BYTES];
    in.readFully(trace);
    in.readFully(span);
    Instant sealed = Instant.EPOCH.plus(in.readLong(), ChronoUnit.MICROS);
    return new SealedSpan(TraceId.fromBytes(trace), SpanId.fromBytes(span), sealed);
  }
}
