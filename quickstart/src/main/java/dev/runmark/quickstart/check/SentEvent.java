package dev.runmark.quickstart.check;

import dev.runmark.quickstart.check.topic.TopicEvent;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.Comparator;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An event that was sent.
 *
 * @param trace and {@code topicId}, {@code fields}, {@code timestamp}: as the topic tells them;
 *     null when a generator's ledger told of it, which does not say
 * @param position as the index counts it
 * @param created whether it begins its run
 * @param complete whether it stands for all of the run that came before it
 */
record SentEvent(
    UUID run,
    String tenant,
    @Nullable UUID topicId,
    int partition,
    long position,
    boolean created,
    boolean complete,
    @Nullable UUID trace,
    @Nullable Instant timestamp,
    @Nullable RunFields fields) {

  /** By partition, then as they follow each other there. */
  static final Comparator<SentEvent> IN_ORDER =
      Comparator.comparing(
              SentEvent::topicId, Comparator.nullsFirst(Comparator.<UUID>naturalOrder()))
          .thenComparing(SentEvent::partition)
          .thenComparing(SentEvent::position);

  long offset() {
    return TopicEvent.offset(position);
  }

  boolean fromSourceOf(LineId line) {
    return (topicId == null || topicId.equals(line.topicId())) && partition == line.partition();
  }

  void write(DataOutputStream out) throws IOException {
    EntryBytes.text(out, tenant);
    EntryBytes.uuidOrNull(out, topicId);
    out.writeInt(partition);
    out.writeLong(position);
    out.writeBoolean(created);
    out.writeBoolean(complete);
    EntryBytes.uuidOrNull(out, trace);
    EntryBytes.timeOrNull(out, timestamp);
    out.writeBoolean(fields != null);
    if (fields != null) {
      fields.write(out);
    }
  }

  static SentEvent read(UUID run, DataInputStream in) throws IOException {
    return new SentEvent(
        run,
        EntryBytes.text(in),
        EntryBytes.uuidOrNull(in),
        in.readInt(),
        in.readLong(),
        in.readBoolean(),
        in.readBoolean(),
        EntryBytes.uuidOrNull(in),
        EntryBytes.timeOrNull(in),
        in.readBoolean() ? RunFields.read(run, in) : null);
  }
}
