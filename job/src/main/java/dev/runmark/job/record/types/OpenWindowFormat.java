package dev.runmark.job.record.types;

import dev.runmark.decode.record.SourceOffset;
import dev.runmark.job.record.OpenWindow;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** What a window knows of itself: 45 bytes, and some thirty for each source. */
final class OpenWindowFormat implements RecordFormat<OpenWindow> {

  @Override
  public Class<OpenWindow> type() {
    return OpenWindow.class;
  }

  @Override
  public void write(OpenWindow window, DataOutputView out) throws IOException {
    out.writeLong(window.openedAt());
    out.writeLong(window.lastArrival());
    out.writeLong(window.endedAt());
    out.writeLong(window.size());
    out.writeInt(window.events());
    out.writeLong(window.timer());
    Fields.writeLength(window.lows().size(), out);
    for (SourceOffset low : window.lows()) {
      SourceFormat.write(low.source(), out);
      out.writeLong(low.offset());
    }
  }

  @Override
  public OpenWindow read(DataInputView in, int version) throws IOException {
    return new OpenWindow(
        in.readLong(),
        in.readLong(),
        in.readLong(),
        in.readLong(),
        in.readInt(),
        in.readLong(),
        readLows(in));
  }

  private static List<SourceOffset> readLows(DataInputView in) throws IOException {
    int count = Fields.readLength(in);
    if (count == 1) {
      return List.of(readLow(in));
    }
    List<SourceOffset> lows = new ArrayList<>(Math.min(count, 1024));
    for (int i = 0; i < count; i++) {
      lows.add(readLow(in));
    }
    return List.copyOf(lows);
  }

  private static SourceOffset readLow(DataInputView in) throws IOException {
    return new SourceOffset(SourceFormat.read(in), in.readLong());
  }
}
