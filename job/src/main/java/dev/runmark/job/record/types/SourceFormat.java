package dev.runmark.job.record.types;

import dev.runmark.storage.part.SourcePartition;
import java.io.IOException;
import java.util.UUID;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/** Where events come from. Of the few sources that there are the same instances are read. */
final class SourceFormat {

  private static final int SLOTS = 256;

  /** Of any thread, which may see late what another has put there. */
  private static final @Nullable SourcePartition[] SEEN = new SourcePartition[SLOTS];

  private SourceFormat() {}

  static void write(SourcePartition source, DataOutputView out) throws IOException {
    Fields.writeUuid(source.topicId(), out);
    Fields.writeText(source.topic(), out);
    Fields.writeLength(source.partition(), out);
  }

  static SourcePartition read(DataInputView in) throws IOException {
    long high = in.readLong();
    long low = in.readLong();
    String topic = Fields.readText(in);
    int partition = Fields.readLength(in);
    int slot = Long.hashCode(high ^ low) + partition & SLOTS - 1;
    SourcePartition seen = SEEN[slot];
    if (seen != null
        && seen.partition() == partition
        && seen.topicId().getMostSignificantBits() == high
        && seen.topicId().getLeastSignificantBits() == low
        && seen.topic().equals(topic)) {
      return seen;
    }
    SourcePartition read = new SourcePartition(new UUID(high, low), topic, partition);
    SEEN[slot] = read;
    return read;
  }
}
