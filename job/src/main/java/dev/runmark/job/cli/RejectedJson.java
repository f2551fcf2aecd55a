package dev.runmark.job.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import dev.runmark.decode.record.Origin;
import dev.runmark.job.rejected.RejectedCount;
import dev.runmark.job.rejected.RejectedEntry;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;

/** NDJSON in ASCII: an object {@code rejected} a row, then an object {@code count} a reason. */
final class RejectedJson implements RejectedPrinter {

  private static final JsonFactory JSON =
      JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private final PrintWriter out;

  RejectedJson(PrintWriter out) {
    this.out = out;
  }

  @Override
  public void entry(RejectedEntry entry) {
    line(
        "rejected",
        json -> {
          json.writeStringField("key", entry.key().toString());
          json.writeStringField("rejected_at", entry.rejectedAt().toString());
          json.writeStringField("topic", entry.row().topic());
          json.writeStringField("topic_id", entry.key().topicId().toString());
          json.writeNumberField("partition", entry.key().partition());
          json.writeNumberField("offset", entry.key().offset());
          json.writeNumberField("index", entry.key().index());
          json.writeStringField("reason", entry.row().reason());
          json.writeStringField("operation", entry.row().operation());
          json.writeNumberField("size", entry.row().size());
          json.writeStringField("message", entry.row().message());
          Origin origin = entry.row().origin();
          json.writeStringField("origin", origin == null ? null : origin.toString());
          json.writeStringField("redriven", entry.redriven());
          Long to = entry.redrivenTo();
          if (to != null) {
            json.writeNumberField("redriven_to", to);
          }
        });
  }

  @Override
  public void counts(List<RejectedCount> counts) {
    for (RejectedCount count : counts) {
      line(
          "count",
          json -> {
            json.writeStringField("reason", count.reason());
            json.writeNumberField("rejected", count.rejected());
            json.writeNumberField("redriven", count.redriven());
          });
    }
  }

  private void line(String kind, Fields fields) {
    StringWriter line = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(line)) {
      json.writeStartObject();
      json.writeStringField("kind", kind);
      fields.write(json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("a StringWriter does not fail", e);
    }
    out.println(line);
  }

  private interface Fields {
    void write(JsonGenerator json) throws IOException;
  }
}
