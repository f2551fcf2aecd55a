package dev.runmark.embedded.otlp;

import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.Span;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A span that was received.
 *
 * @param trace its id, 32 lower-case hex digits
 * @param id 16 lower-case hex digits
 * @param parent the id of the span that it is part of; empty for a root
 * @param kind {@code INTERNAL}, {@code SERVER}, {@code CLIENT}, {@code PRODUCER} or {@code
 *     CONSUMER}
 * @param startNanos since the epoch
 * @param endNanos since the epoch
 * @param error whether its status is one
 * @param attributes by name, as text; a list or map in the form of protobuf
 * @param links the spans that it points to
 * @param service the name of the service that sent it; empty if it told none
 */
public record ReceivedSpan(
    String trace,
    String id,
    String parent,
    String name,
    String kind,
    long startNanos,
    long endNanos,
    boolean error,
    Map<String, String> attributes,
    List<Link> links,
    String service) {

  /** Where a span points to. */
  public record Link(String trace, String span) {}

  static ReceivedSpan of(Resource resource, Span span) {
    return new ReceivedSpan(
        Hex.of(span.getTraceId()),
        Hex.of(span.getSpanId()),
        Hex.of(span.getParentSpanId()),
        span.getName(),
        span.getKind().name().replace("SPAN_KIND_", ""),
        span.getStartTimeUnixNano(),
        span.getEndTimeUnixNano(),
        span.getStatus().getCodeValue() == 2,
        texts(span.getAttributesList()),
        span.getLinksList().stream()
            .map(link -> new Link(Hex.of(link.getTraceId()), Hex.of(link.getSpanId())))
            .toList(),
        texts(resource.getAttributesList()).getOrDefault("service.name", ""));
  }

  private static Map<String, String> texts(List<KeyValue> attributes) {
    Map<String, String> texts = new TreeMap<>();
    attributes.forEach(attribute -> texts.put(attribute.getKey(), text(attribute.getValue())));
    return texts;
  }

  private static String text(AnyValue value) {
    return switch (value.getValueCase()) {
      case STRING_VALUE -> value.getStringValue();
      case BOOL_VALUE -> Boolean.toString(value.getBoolValue());
      case INT_VALUE -> Long.toString(value.getIntValue());
      case DOUBLE_VALUE -> Double.toString(value.getDoubleValue());
      default -> value.toString();
    };
  }
}
