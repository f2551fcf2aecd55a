package dev.runmark.reader.http;

import dev.runmark.storage.tracing.Spans;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
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

  private final Tracer tracer;

  RequestSpans(Tracer tracer) {
    this.tracer = tracer;
  }

  /** One request, in the thread that answers it. */
  final class Answering implements AutoCloseable {

    private final Span span;
    private final Scope scope;
    private final Request request;
    private final Response response;

    private Answering(Request request, Response response) {
      this.request = request;
      this.response = response;
      this.span =
          tracer
              .spanBuilder(request.getMethod())
              .setParent(caller(request))
              .setSpanKind(SpanKind.SERVER)
              .startSpan();
      this.scope = Spans.enter(tracer, span);
    }

    /** By then it is known which route it takes. */
    void takes(Route route) {
      if (span.isRecording()) {
        span.updateName(route.method() + " " + route.path());
        span.setAttribute(ROUTE, route.path());
      }
    }

    @Override
    public void close() {
      scope.close();
      span.setAttribute(METHOD, request.getMethod()).setAttribute(STATUS, response.getStatus());
      if (response.getStatus() >= 500) {
        span.setStatus(StatusCode.ERROR);
      }
      span.end();
    }
  }

  Answering begin(Request request, Response response) {
    return new Answering(request, response);
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
