package dev.runmark.embedded.otlp;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.io.IOException;
import java.io.StringWriter;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * OTLP's JSON: that of protobuf, but ids are hex digits and enums are numbers, as <a
 * href="https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding">the specification</a>
 * says. protobuf's own printer writes neither so.
 */
final class OtlpJson {

  private static final JsonFactory FACTORY = new JsonFactory();
  private static final Set<String> IDS = Set.of("trace_id", "span_id", "parent_span_id");

  private OtlpJson() {}

  /** The message on one line, without the line's end. */
  static String line(Message message) throws IOException {
    StringWriter line = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(line)) {
      write(json, message);
    }
    return line.toString();
  }

  private static void write(JsonGenerator json, Message message) throws IOException {
    json.writeStartObject();
    for (Map.Entry<FieldDescriptor, Object> entry : message.getAllFields().entrySet()) {
      FieldDescriptor field = entry.getKey();
      json.writeFieldName(field.getJsonName());
      if (field.isRepeated()) {
        json.writeStartArray();
        for (Object value : (List<?>) entry.getValue()) {
          write(json, field, value);
        }
        json.writeEndArray();
      } else {
        write(json, field, entry.getValue());
      }
    }
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, FieldDescriptor field, Object value)
      throws IOException {
    if (value instanceof Message message) {
      write(json, message);
    } else if (value instanceof ByteString bytes) {
      json.writeString(
          IDS.contains(field.getName())
              ? Hex.of(bytes)
              : Base64.getEncoder().encodeToString(bytes.toByteArray()));
    } else if (value instanceof EnumValueDescriptor constant) {
      json.writeNumber(constant.getNumber());
    } else if (value instanceof Long number) {
      // 64 bits do not fit into JavaScript's numbers; protobuf writes them as text.
      json.writeString(unsigned(field) ? Long.toUnsignedString(number) : Long.toString(number));
    } else if (value instanceof Integer number) {
      json.writeNumber(unsigned(field) ? Integer.toUnsignedLong(number) : number);
    } else if (value instanceof Boolean truth) {
      json.writeBoolean(truth);
    } else if (value instanceof Double number) {
      json.writeNumber(number);
    } else {
      json.writeString(value.toString());
    }
  }

  private static boolean unsigned(FieldDescriptor field) {
    return switch (field.getType()) {
      case UINT32, UINT64, FIXED32, FIXED64 -> true;
      default -> false;
    };
  }
}
