package dev.runmark.sink;

import dev.runmark.storage.index.Frontier;
import dev.runmark.storage.index.SourceFrontier;
import dev.runmark.storage.part.SourcePartition;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;

/** The part of a serialized committable that holds its frontier. */
final class FrontierSection {

  private static final long NONE = -1;

  private FrontierSection() {}

  static void write(Frontier frontier, DataOutput out) throws IOException {
    writeUuid(frontier.submission(), out);
    out.writeLong(frontier.checkpoint());
    out.writeInt(frontier.subtask());
    out.writeInt(frontier.subtasks());
    out.writeInt(frontier.sources().size());
    for (SourceFrontier told : frontier.sources()) {
      writeUuid(told.source().topicId(), out);
      out.writeUTF(told.source().topic());
      out.writeInt(told.source().partition());
      out.writeLong(told.lowestPending().orElse(NONE));
      out.writeLong(told.highestSeen().orElse(NONE));
    }
  }

  static Frontier read(DataInput in) throws IOException {
    return new Frontier(readUuid(in), in.readLong(), in.readInt(), in.readInt(), readSources(in));
  }

  private static List<SourceFrontier> readSources(DataInput in) throws IOException {
    List<SourceFrontier> sources = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      SourcePartition source = new SourcePartition(readUuid(in), in.readUTF(), in.readInt());
      sources.add(new SourceFrontier(source, readOffset(in), readOffset(in)));
    }
    return sources;
  }

  private static OptionalLong readOffset(DataInput in) throws IOException {
    long offset = in.readLong();
    return offset == NONE ? OptionalLong.empty() : OptionalLong.of(offset);
  }

  private static void writeUuid(UUID uuid, DataOutput out) throws IOException {
    out.writeLong(uuid.getMostSignificantBits());
    out.writeLong(uuid.getLeastSignificantBits());
  }

  private static UUID readUuid(DataInput in) throws IOException {
    return new UUID(in.readLong(), in.readLong());
  }
}
