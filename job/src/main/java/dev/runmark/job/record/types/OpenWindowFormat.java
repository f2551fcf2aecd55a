package dev.runmark.job.record.types;

import dev.runmark.job.record.OpenWindow;
import java.io.IOException;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** What a window knows of itself: 44 bytes. */
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
  }

  @Override
  public OpenWindow read(DataInputView in, int version) throws IOException {
    return new OpenWindow(
        in.readLong(), in.readLong(), in.readLong(), in.readLong(), in.readInt(), in.readLong());
  }
}
