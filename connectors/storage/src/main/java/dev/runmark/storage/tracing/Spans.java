package dev.runmark.storage.tracing;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.context.Scope;

/**
 * Spans of what is asked of stores on behalf of a request, below the request's own span. Who begins
 * a request enters its span; who serves it asks for children, and gets ones that do nothing where
 * nobody has entered. Another thread works for the same request by {@link Context#wrap}.
 */
public final class Spans {

  private static final ContextKey<Tracer> TRACER = ContextKey.named("runmark-tracer");

  private Spans() {}

  /** From now on, until it is closed, this thread works for that span. */
  public static Scope enter(Tracer tracer, Span span) {
    return Context.current().with(span).with(TRACER, tracer).makeCurrent();
  }

  /** Work that a span is about. */
  @FunctionalInterface
  public interface Work<T, E extends Exception> {
    T run() throws E;
  }

  /** Works within a span of its own, whose children are what it asks of stores. */
  public static <T, E extends Exception> T within(String name, Work<T, E> work) throws E {
    Span span = child(name, SpanKind.INTERNAL);
    if (!span.getSpanContext().isValid()) {
      return work.run();
    }
    try (Scope scope = Context.current().with(span).makeCurrent()) {
      return work.run();
    } finally {
      span.end();
    }
  }

  /** A span that has begun; whoever asked ends it. */
  public static Span child(String name, SpanKind kind) {
    Context context = Context.current();
    Tracer tracer = context.get(TRACER);
    return tracer == null
        ? Span.getInvalid()
        : tracer.spanBuilder(name).setParent(context).setSpanKind(kind).startSpan();
  }
}
