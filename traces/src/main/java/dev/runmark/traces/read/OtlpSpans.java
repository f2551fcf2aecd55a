package dev.runmark.traces.read;

import com.fasterxml.jackson.databind.JsonNode;
import dev.runmark.traces.Span;
import java.util.List;

/**
 * OTLP's JSON, as <a
 * href="https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding">specified</a>: ids in
 * hex, 64-bit numbers as text or not, enums as numbers or (which older writers do) names.
 */
final class OtlpSpans {

  private static final int ERROR = 2;

  private OtlpSpans() {}

  static void add(JsonNode document, List<Span> spans) {
    for (JsonNode resource : document.path("resourceSpans")) {
      String service = service(resource.path("resource").path("attributes"));
      for (JsonNode scope : resource.path("scopeSpans")) {
        for (JsonNode span : scope.path("spans")) {
          spans.add(span(span, service));
        }
      }
    }
  }

  private static Span span(JsonNode span, String service) {
    JsonNode status = span.path("status").path("code");
    return new Span(
        Fields.id(span, "traceId", 32),
        Fields.id(span, "spanId", 16),
        Fields.optionalId(span, "parentSpanId", 16),
        span.path("name").asText(""),
        service,
        Fields.number(span, "startTimeUnixNano"),
        Fields.number(span, "endTimeUnixNano"),
        status.asInt() == ERROR || status.asText().equals("STATUS_CODE_ERROR"));
  }

  private static String service(JsonNode attributes) {
    for (JsonNode attribute : attributes) {
      if (attribute.path("key").asText().equals("service.name")) {
        return attribute.path("value").path("stringValue").asText("");
      }
    }
    return "";
  }
}
