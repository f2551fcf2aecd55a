package dev.runmark.quickstart.check;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.UUID;

/**
 * A row of the view {@code lines}.
 *
 * @param end exclusive
 * @param row what the run's row says that it is listed by
 */
record VisibleLine(
    LineId id,
    int source,
    boolean created,
    UUID part,
    long start,
    long end,
    int lineOffset,
    int lineLength,
    int checksum,
    Listed row) {

  Place place() {
    return new Place(start, end, lineOffset, lineLength, checksum);
  }

  @Override
  public String toString() {
    return "run " + id.run() + " in part " + part + " [" + start + ", " + end + ")";
  }

  void write(DataOutputStream out) throws IOException {
    id.write(out);
    out.writeInt(source);
    out.writeBoolean(created);
    EntryBytes.uuid(out, part);
    out.writeLong(start);
    out.writeLong(end);
    out.writeInt(lineOffset);
    out.writeInt(lineLength);
    out.writeInt(checksum);
    row.write(out);
  }

  static VisibleLine read(UUID run, DataInputStream in) throws IOException {
    return new VisibleLine(
        LineId.read(run, in),
        in.readInt(),
        in.readBoolean(),
        EntryBytes.uuid(in),
        in.readLong(),
        in.readLong(),
        in.readInt(),
        in.readInt(),
        in.readInt(),
        Listed.read(in));
  }
}
