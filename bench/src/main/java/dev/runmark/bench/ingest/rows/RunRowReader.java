package dev.runmark.bench.ingest.rows;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads the columns of a run by Jackson's streaming parser, which skips what it is not asked for.
 * It trusts its input: what it cannot read fails the job.
 */
public final class RunRowReader {

  private static final JsonFactory JSON = new JsonFactory();

  // LangSmith's clients write times with and without a zone; without one they are UTC.
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss[.SSSSSS][XXX]");

  private @Nullable String id;
  private @Nullable String trace;
  private @Nullable String parent;
  private @Nullable String project;
  private @Nullable String startTime;
  private @Nullable String endTime;
  private @Nullable String status;
  private @Nullable String runType;
  private @Nullable String name;
  private boolean failed;

  private RunRowReader() {}

  /**
   * Reads one run.
   *
   * @param run its JSON, an object
   */
  public static RunRow read(byte[] run) throws IOException {
    RunRowReader reader = new RunRowReader();
    try (JsonParser json = JSON.createParser(run)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new IOException("run of " + run.length + " bytes: it is not an object");
      }
      while (json.nextToken() != JsonToken.END_OBJECT) {
        String field = json.currentName();
        json.nextToken();
        reader.take(field, json);
      }
    }
    return reader.row(run.length);
  }

  private void take(String field, JsonParser json) throws IOException {
    switch (field) {
      case "id" -> id = json.getValueAsString();
      case "trace_id" -> trace = json.getValueAsString();
      case "parent_run_id" -> parent = json.getValueAsString();
      case "session_name" -> project = json.getValueAsString();
      case "start_time" -> startTime = json.getValueAsString();
      case "end_time" -> endTime = json.getValueAsString();
      case "status" -> status = json.getValueAsString();
      case "run_type" -> runType = json.getValueAsString();
      case "name" -> name = json.getValueAsString();
      case "error" -> failed = json.currentToken() != JsonToken.VALUE_NULL;
      default -> json.skipChildren();
    }
  }

  private RunRow row(int bytes) throws IOException {
    if (id == null) {
      throw new IOException("run of " + bytes + " bytes: it has no id");
    }
    UUID run = UUID.fromString(id);
    return new RunRow(
        run,
        trace == null ? run : UUID.fromString(trace),
        parent == null ? null : UUID.fromString(parent),
        project,
        time(startTime),
        time(endTime),
        status(),
        runType,
        name);
  }

  private String status() {
    if (status != null) {
      return status;
    }
    if (failed) {
      return "error";
    }
    return endTime == null ? "pending" : "success";
  }

  private static @Nullable OffsetDateTime time(@Nullable String text) {
    if (text == null) {
      return null;
    }
    TemporalAccessor time = TIME.parseBest(text, OffsetDateTime::from, LocalDateTime::from);
    return time instanceof OffsetDateTime zoned
        ? zoned
        : ((LocalDateTime) time).atOffset(ZoneOffset.UTC);
  }
}
