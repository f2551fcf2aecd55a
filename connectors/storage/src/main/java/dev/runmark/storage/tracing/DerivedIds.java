package dev.runmark.storage.tracing;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.sdk.trace.IdGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Random ids, but for a span whose ids follow from what it is about: so that another process knows
 * them without being told. Thread-safe.
 */
final class DerivedIds implements IdGenerator {

  private static final ThreadLocal<@Nullable SpanContext> NEXT = new ThreadLocal<>();

  private final IdGenerator random = IdGenerator.random();

  /** Starts the root span that has these ids, where this generator makes them. */
  static Span startRoot(SpanBuilder span, SpanContext ids) {
    NEXT.set(ids);
    try {
      return span.setNoParent().startSpan();
    } finally {
      NEXT.remove();
    }
  }

  @Override
  public String generateTraceId() {
    SpanContext next = NEXT.get();
    return next == null ? random.generateTraceId() : next.getTraceId();
  }

  @Override
  public String generateSpanId() {
    SpanContext next = NEXT.get();
    return next == null ? random.generateSpanId() : next.getSpanId();
  }
}
