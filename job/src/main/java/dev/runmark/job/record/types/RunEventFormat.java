package dev.runmark.job.record.types;

import dev.runmark.decode.record.Operation;
import dev.runmark.decode.record.RunEvent;
import java.io.IOException;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** An event: its operation, then its line. */
final class RunEventFormat implements RecordFormat<RunEvent> {

  @Override
  public Class<RunEvent> type() {
    return RunEvent.class;
  }

  @Override
  public void write(RunEvent event, DataOutputView out) throws IOException {
    out.writeByte(event.operation().code());
    RecordFormats.RUN_LINE.write(event.line(), out);
  }

  @Override
  public RunEvent read(DataInputView in, int version) throws IOException {
    return new RunEvent(Operation.ofCode(in.readByte()), RecordFormats.RUN_LINE.read(in, version));
  }
}
