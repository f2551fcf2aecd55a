package dev.runmark.job.record.types;

import dev.runmark.decode.record.TraceKey;
import java.io.IOException;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** A key: state backends compare the bytes, so equal keys are written equally. */
final class TraceKeyFormat implements RecordFormat<TraceKey> {

  @Override
  public Class<TraceKey> type() {
    return TraceKey.class;
  }

  @Override
  public void write(TraceKey key, DataOutputView out) throws IOException {
    Fields.writeText(key.tenant(), out);
    Fields.writeUuid(key.trace(), out);
  }

  @Override
  public TraceKey read(DataInputView in, int version) throws IOException {
    return new TraceKey(Fields.readText(in), Fields.readUuid(in));
  }
}
