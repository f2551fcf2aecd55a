package dev.runmark.reader.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Small JSON documents. */
final class Json {

  static final JsonFactory FACTORY = new JsonFactory();

  interface Fields {
    void write(JsonGenerator json) throws IOException;
  }

  private Json() {}

  static byte[] object(Fields fields) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
      json.writeStartObject();
      fields.write(json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  static byte[] of(Problem problem) {
    return object(
        json -> {
          json.writeObjectFieldStart("error");
          json.writeStringField("code", problem.code());
          json.writeStringField("message", problem.message());
          for (var field : problem.fields().entrySet()) {
            if (field.getValue() instanceof Number number) {
              json.writeNumberField(field.getKey(), number.longValue());
            } else {
              json.writeStringField(field.getKey(), field.getValue().toString());
            }
          }
          json.writeEndObject();
        });
  }
}
