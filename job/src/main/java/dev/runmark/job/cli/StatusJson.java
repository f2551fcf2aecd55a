package dev.runmark.job.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.runmark.console.JsonLine;
import dev.runmark.job.kafka.OffsetRange;
import dev.runmark.job.rejected.RejectedCount;
import dev.runmark.job.status.SourceStatus;
import dev.runmark.job.status.Status;
import dev.runmark.storage.index.CommittedPart;
import dev.runmark.storage.index.RecordedGap;
import dev.runmark.storage.sweep.SweepReport;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A status as objects: one of the kind {@code status}, then one a source, commit, gap, reason. */
final class StatusJson {

  private StatusJson() {}

  static List<String> lines(Status status) {
    List<String> lines = new ArrayList<>();
    lines.add(JsonLine.of("status", json -> totals(json, status)));
    status.sources().forEach(source -> lines.add(JsonLine.of("source", json -> one(json, source))));
    status.last().forEach(part -> lines.add(JsonLine.of("commit", json -> one(json, part))));
    status.gaps().forEach(gap -> lines.add(JsonLine.of("gap", json -> one(json, gap))));
    status
        .rejected()
        .forEach(count -> lines.add(JsonLine.of("rejected", json -> one(json, count))));
    SweepReport orphans = status.orphans();
    if (orphans != null) {
      lines.add(JsonLine.of("orphans", json -> one(json, orphans)));
    }
    return lines;
  }

  private static void totals(JsonGenerator json, Status status) throws IOException {
    json.writeNumberField("parts", status.ledger().parts());
    json.writeNumberField("lines", status.ledger().lines());
    json.writeNumberField("covered_lines", status.ledger().covered());
    json.writeNumberField("part_bytes", status.ledger().bytes());
    json.writeNumberField("rows_object_bytes", status.ledger().rowsBytes());
    time(json, "first_commit", status.ledger().first());
    time(json, "last_commit", status.ledger().last());
    json.writeNumberField("runs", status.index().runs());
    json.writeNumberField("fragments", status.index().fragments());
    json.writeBooleanField("counted", status.index().exact());
    json.writeNumberField("index_bytes", status.index().bytes());
    json.writeNumberField("index_bytes_per_run", status.indexBytesOfARun());
    json.writeNumberField("stored_bytes_per_run", status.storedBytesOfARun());
    json.writeBooleanField("positions_up_to_date", status.folded());
    json.writeStringField("brokers_away", status.brokersAway());
  }

  private static void one(JsonGenerator json, SourceStatus source) throws IOException {
    json.writeStringField("topic", source.source().topic());
    json.writeStringField("topic_id", source.source().topicId().toString());
    json.writeNumberField("partition", source.source().partition());
    number(json, "position", source.source().position());
    json.writeStringField("reason", source.source().reason());
    OffsetRange range = source.range();
    number(json, "earliest", range == null ? null : range.earliest());
    number(json, "end", range == null ? null : range.end());
    number(json, "lag", source.lag());
  }

  private static void one(JsonGenerator json, CommittedPart part) throws IOException {
    time(json, "committed_at", part.committedAt());
    json.writeStringField("part", part.part().toString());
    json.writeNumberField("lines", part.lines());
    json.writeNumberField("bytes", part.bytes());
    json.writeStringField("key", part.key());
  }

  private static void one(JsonGenerator json, RecordedGap gap) throws IOException {
    time(json, "recorded_at", gap.recordedAt());
    json.writeStringField("topic", gap.topic());
    json.writeNumberField("partition", gap.partition());
    json.writeNumberField("from", gap.from());
    json.writeNumberField("to", gap.to());
    json.writeStringField("reason", gap.reason());
  }

  private static void one(JsonGenerator json, RejectedCount count) throws IOException {
    json.writeStringField("reason", count.reason());
    json.writeNumberField("rejected", count.rejected());
    json.writeNumberField("redriven", count.redriven());
  }

  private static void one(JsonGenerator json, SweepReport orphans) throws IOException {
    json.writeNumberField("objects", orphans.objects());
    json.writeNumberField("bytes", orphans.bytes());
    json.writeNumberField("uploads", orphans.uploads());
    json.writeNumberField("foreign", orphans.foreign());
  }

  private static void number(JsonGenerator json, String name, @Nullable Long value)
      throws IOException {
    if (value == null) {
      json.writeNullField(name);
    } else {
      json.writeNumberField(name, value);
    }
  }

  private static void time(JsonGenerator json, String name, @Nullable Instant value)
      throws IOException {
    json.writeStringField(name, value == null ? null : value.toString());
  }
}
