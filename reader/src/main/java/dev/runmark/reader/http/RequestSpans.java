package dev.runmark.reader.http;

import dev.runmark.storage.tracing.Spans;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.jspecify.annotations.Nullable;

/**
 * A trace of each request, or a part of its caller's, who says so by {@code traceparent}. Below it
 * lies what was asked of the stores.
 */
final class RequestSpans {

  private static final AttributeKey<String> METHOD = AttributeKey.stringKey("http.request.method");
  private static final AttributeKey<String> ROUTE = AttributeKey.stringKey("http.route");
  private static final AttributeKey<Long> STATUS =
      AttributeKey.longKey("http.response.status_code");
  private static final int FAILED = 500;

  private final Tracer tracer;

  RequestSpans(Tracer tracer) {
    this.tracer = tracer;
  }

  /**
   * Answers a request and traces that. Not those of who watches the server: asked every few
   * seconds, they would soon be most of all traces, and tell nothing.
   */
  void around(Request request, Response response, Runnable answering) {
    if (WatchRoutes.isAsked(Request.getPathInContext(request))) {
      answering.run();
    } else {
      traced(request, response, answering);
    }
  }

  private void traced(Request request, Response response, Runnable answering) {
    Span span =
        tracer
            .spanBuilder(request.getMethod())
            .setParent(caller(request))
            .setSpanKind(SpanKind.SERVER)
            .setAttribute(METHOD, request.getMethod())
            .startSpan();
    try {
      Spans.within(
          tracer,
          span,
          () -> {
            answering.run();
            return true;
          });
    } finally {
      span.setAttribute(STATUS, response.getStatus());
      if (response.getStatus() >= FAILED) {
        span.setStatus(StatusCode.ERROR);
      }
      span.end();
    }
  }

  /** It is known now which route the request takes that is being answered. */
  static void takes(Route route) {
    Span span = Span.current();
    if (span.isRecording()) {
      span.updateName(route.method() + " " + route.path());
      span.setAttribute(ROUTE, route.path());
    }
  }

  /** What those are told that work for the request next; null where it is not traced. */
  static @Nullable String traceparent() {
    Span span = Span.current();
    String[] told = new String[1];
    if (span.isRecording()) {
      W3CTraceContextPropagator.getInstance()
          .inject(Context.current(), told, RequestSpans::keepTraceparent);
    }
    return told[0];
  }

  private static void keepTraceparent(String @Nullable [] told, String name, String value) {
    if (told != null && name.equals("traceparent")) {
      told[0] = value;
    }
  }

  private static Context caller(Request request) {
    return W3CTraceContextPropagator.getInstance()
        .extract(Context.root(), request, HeaderGetter.INSTANCE);
  }

  private enum HeaderGetter implements TextMapGetter<Request> {
    INSTANCE;

    @Override
    public Iterable<String> keys(Request request) {
      return request.getHeaders().getFieldNamesCollection();
    }

    @Override
    public @Nullable String get(@Nullable Request request, String name) {
      return request == null ? null : request.getHeaders().get(name);
    }
  }
}
