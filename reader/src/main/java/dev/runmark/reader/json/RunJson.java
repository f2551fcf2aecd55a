package dev.runmark.reader.json;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.runmark.reader.fetch.RunStream;
import dev.runmark.storage.failure.ReadException;
import dev.runmark.storage.index.IndexedRun;
import dev.runmark.storage.index.LedgerPart;
import dev.runmark.storage.index.LineLocation;
import dev.runmark.storage.index.TracedRoot;
import dev.runmark.storage.json.Slice;
import dev.runmark.storage.part.Listing;
import dev.runmark.storage.part.RunStatus;
import dev.runmark.storage.read.StoredRun;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Runs, traces and parts as JSON. */
public final class RunJson {

  private RunJson() {}

  public static void fields(JsonGenerator json, IndexedRun run) throws IOException {
    Listing listing = run.listing();
    RunStatus status = listing.status() == null ? RunStatus.PENDING : listing.status();
    json.writeStringField("id", run.key().run().toString());
    json.writeStringField("trace_id", run.trace().toString());
    text(json, "parent_run_id", listing.parent());
    text(json, "project", listing.project());
    text(json, "name", listing.name());
    text(json, "run_type", listing.runType());
    json.writeStringField("status", status.name().toLowerCase(Locale.ROOT));
    text(json, "start_time", listing.startTime());
    text(json, "end_time", listing.endTime());
    json.writeBooleanField("created", run.created());
    json.writeArrayFieldStart("lines");
    for (LineLocation line : run.lines()) {
      json.writeStartObject();
      json.writeStringField("part", line.part().toString());
      json.writeNumberField("start", line.place().frame().start());
      json.writeNumberField("end", line.place().frame().end());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void text(JsonGenerator json, String name, @Nullable Object value)
      throws IOException {
    if (value == null) {
      json.writeNullField(name);
    } else {
      json.writeStringField(name, value.toString());
    }
  }

  public static void fields(JsonGenerator json, TracedRoot traced) throws IOException {
    json.writeNumberField("runs", traced.runs());
    json.writeNumberField("errors", traced.errors());
    json.writeObjectFieldStart("root");
    fields(json, traced.root());
    json.writeEndObject();
  }

  public static void fields(JsonGenerator json, LedgerPart part) throws IOException {
    json.writeStringField("part", part.part().toString());
    json.writeStringField("bucket", part.bucket());
    json.writeStringField("key", part.key());
    json.writeStringField("compression", part.compression().name().toLowerCase(Locale.ROOT));
    json.writeNumberField("length", part.length());
    json.writeNumberField("lines", part.lines());
    json.writeStringField("crc32c", "%08x".formatted(part.checksum()));
    json.writeStringField("committed_at", part.committedAt().toString());
  }

  /** Documents with a separator between two of them; which runs they were. */
  public static Set<UUID> documents(RunStream runs, OutputStream out, String separator)
      throws IOException, ReadException {
    Set<UUID> given = new HashSet<>();
    for (Optional<StoredRun> run = runs.next(); run.isPresent(); run = runs.next()) {
      if (!given.isEmpty()) {
        out.write(separator.getBytes(StandardCharsets.US_ASCII));
      }
      given.add(run.get().key().run());
      write(out, run.get().document());
    }
    return given;
  }

  public static void write(OutputStream out, Slice document) throws IOException {
    out.write(document.bytes(), document.offset(), document.length());
  }
}
