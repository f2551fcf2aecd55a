package dev.runmark.job.record.types;

import dev.runmark.sink.Trace;
import dev.runmark.storage.part.RunLine;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Lines that lie side by side, one after the other. */
final class TraceFormat implements RecordFormat<Trace> {

  @Override
  public Class<Trace> type() {
    return Trace.class;
  }

  @Override
  public void write(Trace trace, DataOutputView out) throws IOException {
    Fields.writeLength(trace.lines().size(), out);
    for (RunLine line : trace.lines()) {
      RecordFormats.RUN_LINE.write(line, out);
    }
  }

  @Override
  public Trace read(DataInputView in, int version) throws IOException {
    int count = Fields.readLength(in);
    List<RunLine> lines = new ArrayList<>(Math.min(count, 1024));
    for (int i = 0; i < count; i++) {
      lines.add(RecordFormats.RUN_LINE.read(in, version));
    }
    return new Trace(lines);
  }
}
