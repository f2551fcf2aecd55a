package dev.runmark.decode;

import dev.runmark.decode.record.RawRecord;
import dev.runmark.decode.record.RecordHeader;
import dev.runmark.decode.record.RejectedRecord;
import dev.runmark.decode.record.RunEvent;
import dev.runmark.storage.part.RunLine;
import dev.runmark.storage.part.SourcePartition;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What one record becomes, collected. */
final class Decoded implements RunDecoder.Output {

  static final SourcePartition SOURCE =
      new SourcePartition(UUID.fromString("a1b2c3d4-0000-4000-8000-000000000001"), "runs", 3);
  static final long OFFSET = 41;
  static final Instant TIMESTAMP = Instant.parse("2026-11-20T09:15:00.123Z");

  final List<RunEvent> events = new ArrayList<>();
  final List<RejectedRecord> rejected = new ArrayList<>();
  final List<RawRecord> tombstones = new ArrayList<>();

  static Decoded of(String value) {
    return of(value.getBytes(StandardCharsets.UTF_8));
  }

  static Decoded of(byte @Nullable [] value) {
    return of(record(value), DecodeLimits.DEFAULT, TenantPolicy.DEFAULT);
  }

  static Decoded of(String value, DecodeLimits limits) {
    return of(record(value.getBytes(StandardCharsets.UTF_8)), limits, TenantPolicy.DEFAULT);
  }

  static Decoded of(RawRecord record, DecodeLimits limits, TenantPolicy tenants) {
    Decoded decoded = new Decoded();
    new RunDecoder(limits, tenants).decode(record, decoded);
    return decoded;
  }

  static RawRecord record(byte @Nullable [] value, RecordHeader... headers) {
    return new RawRecord(SOURCE, OFFSET, TIMESTAMP, null, value, List.of(headers));
  }

  RunEvent onlyEvent() {
    if (events.size() != 1 || !rejected.isEmpty()) {
      throw new AssertionError("wanted one event, got " + this);
    }
    return events.get(0);
  }

  RejectedRecord onlyRejected() {
    if (rejected.size() != 1 || !events.isEmpty()) {
      throw new AssertionError("wanted one rejection, got " + this);
    }
    return rejected.get(0);
  }

  static String text(RunEvent event) {
    RunLine line = event.line();
    return new String(line.bytes(), line.offset(), line.length(), StandardCharsets.UTF_8);
  }

  @Override
  public void event(RunEvent event, int index) {
    events.add(event);
  }

  @Override
  public void rejected(RejectedRecord record) {
    rejected.add(record);
  }

  @Override
  public void tombstone(RawRecord record) {
    tombstones.add(record);
  }

  @Override
  public String toString() {
    return events.stream().map(Decoded::text).toList()
        + " rejected "
        + rejected.stream().map(r -> r.reason() + ": " + r.message()).toList();
  }
}
