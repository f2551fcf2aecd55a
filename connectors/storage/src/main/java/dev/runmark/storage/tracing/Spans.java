package dev.runmark.storage.tracing;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.context.Scope;

/**
 * Spans of what is asked of stores on behalf of a request, below the request's own span. Who begins
 * a request works in its context; who serves it asks for children, and gets ones that do nothing
 * where there is no such context. Another thread works for the same request by {@link
 * Context#wrap}.
 */
public final class Spans {

  private static final ContextKey<Tracer> TRACER = ContextKey.named("runmark-tracer");

  private Spans() {}

  /** Work that may fail in its own way. */
  @FunctionalInterface
  public interface Work<T, E extends Exception> {
    T run() throws E;
  }

  /** Works for that span: it is the parent of what is done. The caller ends it. */
  public static <T, E extends Exception> T within(Tracer tracer, Span span, Work<T, E> work)
      throws E {
    return within(Context.current().with(span).with(TRACER, tracer), work);
  }

  /** Works within a child of its own. */
  public static <T, E extends Exception> T within(String name, Work<T, E> work) throws E {
    Span span = child(name, SpanKind.INTERNAL);
    try {
      return within(Context.current().with(span), work);
    } finally {
      span.end();
    }
  }

  @SuppressWarnings("try") // The scope is there to be closed.
  private static <T, E extends Exception> T within(Context context, Work<T, E> work) throws E {
    try (Scope scope = context.makeCurrent()) {
      return work.run();
    }
  }

  /** A child that has begun; whoever asked ends it. */
  public static Span child(String name, SpanKind kind) {
    Context context = Context.current();
    Tracer tracer = context.get(TRACER);
    return tracer == null
        ? Span.getInvalid()
        : tracer.spanBuilder(name).setParent(context).setSpanKind(kind).startSpan();
  }
}
