package dev.runmark.decode.record;

import dev.runmark.storage.part.SourcePartition;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A Kafka record as it came, with its coordinates. Its arrays are shared and never changed.
 *
 * @param value null for a tombstone
 */
public record RawRecord(
    SourcePartition source,
    long offset,
    Instant timestamp,
    byte @Nullable [] key,
    byte @Nullable [] value,
    List<RecordHeader> headers) {

  /** The same without its value, where that is kept elsewhere. */
  public RawRecord withoutValue() {
    return new RawRecord(source, offset, timestamp, key, null, headers);
  }

  /** What errors and logs call this record. */
  public String coordinates() {
    return source.topic() + "/" + source.partition() + "@" + offset;
  }
}
