package dev.runmark.decode;

import dev.runmark.decode.record.RawRecord;
import dev.runmark.decode.record.RejectedRecord;
import dev.runmark.decode.record.RunEvent;
import dev.runmark.storage.part.SourcePartition;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** What the bytes of one record become. */
final class Decoding implements RunDecoder.Output {

  private static final SourcePartition SOURCE = new SourcePartition(new UUID(1, 2), "runs", 3);
  private static final Instant TIMESTAMP = Instant.parse("2026-11-20T09:15:00.123Z");

  final List<RunEvent> events = new ArrayList<>();

  /** Of the events, in their order. */
  final List<Integer> indexes = new ArrayList<>();

  final List<RejectedRecord> rejected = new ArrayList<>();

  static Decoding of(byte[] value, DecodeLimits limits) {
    Decoding decoding = new Decoding();
    RawRecord record = new RawRecord(SOURCE, 41, TIMESTAMP, null, value, List.of());
    new RunDecoder(limits, TenantPolicy.DEFAULT).decode(record, decoding);
    return decoding;
  }

  @Override
  public void event(RunEvent event, int index) {
    events.add(event);
    indexes.add(index);
  }

  @Override
  public void rejected(RejectedRecord record) {
    rejected.add(record);
  }

  @Override
  public void tombstone(RawRecord record) {
    throw new AssertionError("a record with a value is no tombstone");
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (RunEvent event : events) {
      var line = event.line();
      text.append(event.operation())
          .append(line.key())
          .append(line.trace())
          .append(line.span())
          .append(line.listing())
          .append(
              new String(line.bytes(), line.offset(), line.length(), StandardCharsets.ISO_8859_1));
    }
    rejected.forEach(
        each -> text.append(each.index()).append(each.reason()).append(each.message()));
    return text.toString();
  }
}
