package dev.runmark.sink;

import dev.runmark.storage.index.Frontier;
import dev.runmark.storage.part.Compression;
import dev.runmark.storage.part.PartId;
import dev.runmark.storage.part.PartLocation;
import dev.runmark.storage.part.SealedPart;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.jspecify.annotations.Nullable;

/**
 * The references of a committable, some forty bytes a part; rows are left out: they lie in the
 * parts' rows objects.
 *
 * <p>Version 2, as {@link DataOutput} writes:
 *
 * <pre>
 * int locations, (UTF bucket, UTF prefix)…
 * int parts, (int location, 16 id, byte compression code, long length, int lines, int CRC-32C,
 *             int length of the rows object)…
 * int previous, (16 id)…
 * int length of the frontier section, 0 when there is none:
 *   16 submission, long checkpoint, int subtask, int subtasks,
 *   int sources, (16 topic id, UTF topic, int partition, long lowest pending or -1,
 *                 long highest seen or -1)…
 * int traced parts, (int index of the part, 16 trace id, 8 span id, long microseconds)…
 * </pre>
 *
 * Version 1 ends before the traced parts.
 */
final class PartCommittableSerializer implements SimpleVersionedSerializer<PartCommittable> {

  private static final int VERSION = 2;
  private static final int WITHOUT_SPANS = 1;

  @Override
  public int getVersion() {
    return VERSION;
  }

  @Override
  public byte[] serialize(PartCommittable committable) throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(256);
    List<SealedPart> parts = committable.parts().stream().map(StagedPart::part).toList();
    List<PartLocation> locations = parts.stream().map(SealedPart::location).distinct().toList();
    out.writeInt(locations.size());
    for (PartLocation location : locations) {
      out.writeUTF(location.bucket());
      out.writeUTF(location.prefix());
    }
    out.writeInt(parts.size());
    for (SealedPart part : parts) {
      out.writeInt(locations.indexOf(part.location()));
      writePart(part, out);
    }
    PartIds.writeSet(committable.previous(), out);
    byte[] frontier = frontierSection(committable.frontier());
    out.writeInt(frontier.length);
    out.write(frontier);
    SpanSection.write(committable.parts(), out);
    return out.getCopyOfBuffer();
  }

  @Override
  public PartCommittable deserialize(int version, byte[] bytes) throws IOException {
    if (version != VERSION && version != WITHOUT_SPANS) {
      throw new IOException(
          "restore committable: version " + version + ", this program knows 1 to " + VERSION);
    }
    try {
      return read(new DataInputDeserializer(bytes), version);
    } catch (IOException | RuntimeException e) {
      throw new IOException(
          "restore committable: its " + bytes.length + " bytes are damaged: " + e, e);
    }
  }

  private static PartCommittable read(DataInputDeserializer in, int version) throws IOException {
    List<PartLocation> locations = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      locations.add(new PartLocation(in.readUTF(), in.readUTF()));
    }
    List<StagedPart> parts = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      parts.add(StagedPart.withoutRows(readPart(locations.get(in.readInt()), in)));
    }
    Set<PartId> previous = PartIds.readSet(in);
    int section = in.readInt();
    Frontier frontier = frontier(section, in);
    if (version > WITHOUT_SPANS) {
      parts = SpanSection.read(parts, in);
    }
    if (in.available() > 0) {
      throw new IOException(in.available() + " bytes too many");
    }
    return new PartCommittable(parts, previous, frontier);
  }

  private static @Nullable Frontier frontier(int section, DataInputDeserializer in)
      throws IOException {
    if (section == 0) {
      return null;
    }
    int before = in.available();
    Frontier frontier = FrontierSection.read(in);
    if (before - in.available() != section) {
      throw new IOException(
          "the frontier section has "
              + (before - in.available())
              + " bytes, "
              + section
              + " were told");
    }
    return frontier;
  }

  private static void writePart(SealedPart part, DataOutput out) throws IOException {
    PartIds.write(part.id(), out);
    out.writeByte(part.compression().code());
    out.writeLong(part.length());
    out.writeInt(part.lines());
    out.writeInt(part.checksum());
    out.writeInt(part.rowsLength());
  }

  private static SealedPart readPart(PartLocation location, DataInput in) throws IOException {
    return new SealedPart(
        location,
        PartIds.read(in),
        Compression.ofCode(in.readByte()),
        in.readLong(),
        in.readInt(),
        in.readInt(),
        in.readInt());
  }

  private static byte[] frontierSection(@Nullable Frontier frontier) throws IOException {
    if (frontier == null) {
      return new byte[0];
    }
    DataOutputSerializer out = new DataOutputSerializer(128);
    FrontierSection.write(frontier, out);
    return out.getCopyOfBuffer();
  }
}
