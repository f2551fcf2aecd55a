package dev.runmark.sink;

import dev.runmark.storage.part.PartId;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/** How part ids stand in Flink's state: sixteen bytes each; a set is its size, then in order. */
final class PartIds {

  private PartIds() {}

  static void write(PartId id, DataOutput out) throws IOException {
    out.writeLong(id.uuid().getMostSignificantBits());
    out.writeLong(id.uuid().getLeastSignificantBits());
  }

  static PartId read(DataInput in) throws IOException {
    return new PartId(new UUID(in.readLong(), in.readLong()));
  }

  static void writeSet(Set<PartId> ids, DataOutput out) throws IOException {
    out.writeInt(ids.size());
    for (PartId id : new TreeSet<>(ids)) {
      write(id, out);
    }
  }

  static Set<PartId> readSet(DataInput in) throws IOException {
    int size = in.readInt();
    Set<PartId> ids = new HashSet<>();
    for (int i = 0; i < size; i++) {
      ids.add(read(in));
    }
    return ids;
  }
}
