package dev.runmark.job.record;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.runmark.storage.part.SourcePartition;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/** Raw records between two tasks; none is ever kept in state. */
public final class RawRecordSerializer extends ImmutableSerializer<RawRecord> {
  private static final long serialVersionUID = 1L;

  public static final RawRecordSerializer INSTANCE = new RawRecordSerializer();

  private static final int NONE = -1;

  @Override
  public void serialize(RawRecord record, DataOutputView out) throws IOException {
    SourcePartition source = record.source();
    out.writeLong(source.topicId().getMostSignificantBits());
    out.writeLong(source.topicId().getLeastSignificantBits());
    out.writeUTF(source.topic());
    out.writeInt(source.partition());
    out.writeLong(record.offset());
    out.writeLong(record.timestamp().toEpochMilli());
    writeBytes(record.key(), out);
    writeBytes(record.value(), out);
    out.writeInt(record.headers().size());
    for (RecordHeader header : record.headers()) {
      writeBytes(header.name().getBytes(UTF_8), out);
      writeBytes(header.value(), out);
    }
  }

  @Override
  public RawRecord deserialize(DataInputView in) throws IOException {
    UUID topicId = new UUID(in.readLong(), in.readLong());
    SourcePartition source = new SourcePartition(topicId, in.readUTF(), in.readInt());
    long offset = in.readLong();
    Instant timestamp = Instant.ofEpochMilli(in.readLong());
    byte @Nullable [] key = readBytes(in);
    byte @Nullable [] value = readBytes(in);
    return new RawRecord(source, offset, timestamp, key, value, headers(in));
  }

  private static List<RecordHeader> headers(DataInputView in) throws IOException {
    List<RecordHeader> headers = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      byte @Nullable [] name = readBytes(in);
      String text = name == null ? "" : new String(name, UTF_8);
      headers.add(new RecordHeader(text, readBytes(in)));
    }
    return List.copyOf(headers);
  }

  private static void writeBytes(byte @Nullable [] bytes, DataOutputView out) throws IOException {
    out.writeInt(bytes == null ? NONE : bytes.length);
    if (bytes != null) {
      out.write(bytes);
    }
  }

  private static byte @Nullable [] readBytes(DataInputView in) throws IOException {
    int length = in.readInt();
    if (length == NONE) {
      return null;
    }
    byte[] bytes = new byte[length];
    in.readFully(bytes);
    return bytes;
  }

  @Override
  public TypeSerializerSnapshot<RawRecord> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Says that a restored serializer is this one. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<RawRecord> {
    public Snapshot() {
      super(() -> INSTANCE);
    }
  }
}
