package dev.runmark.job.record.types;

import dev.runmark.sink.FrontierMark;
import dev.runmark.sink.SinkElement;
import dev.runmark.sink.Trace;
import dev.runmark.storage.index.Frontier;
import dev.runmark.storage.index.SourceFrontier;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** A byte that tells which it is, then a trace or a frontier. */
final class SinkElementFormat implements RecordFormat<SinkElement> {

  private static final int TRACE = 0;
  private static final int FRONTIER = 1;
  private static final long NO_OFFSET = -1;

  @Override
  public Class<SinkElement> type() {
    return SinkElement.class;
  }

  @Override
  public void write(SinkElement element, DataOutputView out) throws IOException {
    if (element instanceof FrontierMark mark) {
      out.writeByte(FRONTIER);
      writeFrontier(mark.frontier(), out);
    } else {
      out.writeByte(TRACE);
      RecordFormats.TRACE.write((Trace) element, out);
    }
  }

  @Override
  public SinkElement read(DataInputView in, int version) throws IOException {
    int kind = in.readByte();
    return switch (kind) {
      case TRACE -> RecordFormats.TRACE.read(in, version);
      case FRONTIER -> new FrontierMark(readFrontier(in));
      default -> throw new IOException("read of an element for the sink: unknown kind " + kind);
    };
  }

  private static void writeFrontier(Frontier frontier, DataOutputView out) throws IOException {
    Fields.writeUuid(frontier.submission(), out);
    out.writeLong(frontier.checkpoint());
    out.writeInt(frontier.subtask());
    out.writeInt(frontier.subtasks());
    Fields.writeLength(frontier.sources().size(), out);
    for (SourceFrontier told : frontier.sources()) {
      SourceFormat.write(told.source(), out);
      out.writeLong(told.lowestPending().orElse(NO_OFFSET));
      out.writeLong(told.highestSeen().orElse(NO_OFFSET));
    }
  }

  private static Frontier readFrontier(DataInputView in) throws IOException {
    return new Frontier(
        Fields.readUuid(in), in.readLong(), in.readInt(), in.readInt(), readSources(in));
  }

  private static List<SourceFrontier> readSources(DataInputView in) throws IOException {
    int count = Fields.readLength(in);
    List<SourceFrontier> sources = new ArrayList<>(Math.min(count, 1024));
    for (int i = 0; i < count; i++) {
      sources.add(new SourceFrontier(SourceFormat.read(in), readOffset(in), readOffset(in)));
    }
    return sources;
  }

  private static OptionalLong readOffset(DataInputView in) throws IOException {
    long offset = in.readLong();
    return offset == NO_OFFSET ? OptionalLong.empty() : OptionalLong.of(offset);
  }
}
