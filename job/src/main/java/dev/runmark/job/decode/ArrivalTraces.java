package dev.runmark.job.decode;

import dev.runmark.decode.record.RawRecord;
import dev.runmark.decode.record.RecordHeader;
import dev.runmark.decode.record.RunEvent;
import dev.runmark.storage.part.SourcePartition;
import dev.runmark.storage.tracing.RunTraces;
import dev.runmark.storage.tracing.TracedEvent;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Begins the traces of those events whose way is traced, with a link to the span of their producer
 * where the record's {@code traceparent} names one.
 */
final class ArrivalTraces {

  private final RunTraces runs;
  private Instant begun = Instant.EPOCH;

  ArrivalTraces(RunTraces runs) {
    this.runs = runs;
  }

  /** A record is about to be decoded. */
  void record() {
    if (runs.on()) {
      begun = Instant.now();
    }
  }

  /** An event came out of it. */
  void event(RawRecord record, RunEvent event) {
    SourcePartition source = record.source();
    long position = event.line().span().hi();
    UUID run = event.line().key().run();
    if (runs.on() && runs.traces(source.topicId(), source.partition(), position, run)) {
      Instant sent = record.timestamp().isAfter(begun) ? begun : record.timestamp();
      TracedEvent traced =
          new TracedEvent(source.topicId(), source.topic(), source.partition(), position, run);
      runs.arrived(traced, producer(record), sent, begun);
    }
  }

  private static SpanContext producer(RawRecord record) {
    Context told =
        W3CTraceContextPropagator.getInstance()
            .extract(Context.root(), record, HeaderGetter.INSTANCE);
    return Span.fromContext(told).getSpanContext();
  }

  private enum HeaderGetter implements TextMapGetter<RawRecord> {
    INSTANCE;

    @Override
    public Iterable<String> keys(RawRecord record) {
      return record.headers().stream().map(RecordHeader::name).toList();
    }

    @Override
    public @Nullable String get(@Nullable RawRecord record, String name) {
      List<RecordHeader> headers = record == null ? List.of() : record.headers();
      for (RecordHeader header : headers) {
        byte[] value = header.value();
        if (value != null && header.name().equals(name)) {
          return new String(value, StandardCharsets.US_ASCII);
        }
      }
      return null;
    }
  }
}
