package dev.runmark.traces.read;

import com.fasterxml.jackson.databind.JsonNode;
import dev.runmark.traces.Span;
import java.util.List;

/** What Jaeger's HTTP API answers to {@code /api/traces}: times in microseconds. */
final class JaegerSpans {

  private static final long NANOS = 1_000;

  private JaegerSpans() {}

  static void add(JsonNode document, List<Span> spans) {
    for (JsonNode trace : document.path("data")) {
      for (JsonNode span : trace.path("spans")) {
        spans.add(span(span, trace.path("processes")));
      }
    }
  }

  private static Span span(JsonNode span, JsonNode processes) {
    long start = Math.multiplyExact(Fields.number(span, "startTime"), NANOS);
    String trace = Fields.id(span, "traceID", 32);
    return new Span(
        trace,
        Fields.id(span, "spanID", 16),
        parent(span, trace),
        span.path("operationName").asText(""),
        processes.path(span.path("processID").asText()).path("serviceName").asText(""),
        start,
        Math.addExact(start, Math.multiplyExact(Fields.number(span, "duration"), NANOS)),
        error(span.path("tags")));
  }

  /** References to other traces, and those that follow, are links and no parents. */
  private static String parent(JsonNode span, String trace) {
    for (JsonNode reference : span.path("references")) {
      if (reference.path("refType").asText().equals("CHILD_OF")
          && Fields.optionalId(reference, "traceID", 32).equals(trace)) {
        return Fields.optionalId(reference, "spanID", 16);
      }
    }
    return Fields.optionalId(span, "parentSpanID", 16);
  }

  private static boolean error(JsonNode tags) {
    for (JsonNode tag : tags) {
      if (tag.path("key").asText().equals("error") && tag.path("value").asBoolean()) {
        return true;
      }
    }
    return false;
  }
}
