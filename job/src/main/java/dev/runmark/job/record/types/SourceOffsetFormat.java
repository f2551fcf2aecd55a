package dev.runmark.job.record.types;

import dev.runmark.decode.record.SourceOffset;
import java.io.IOException;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** A record's place in Kafka. */
final class SourceOffsetFormat implements RecordFormat<SourceOffset> {

  @Override
  public Class<SourceOffset> type() {
    return SourceOffset.class;
  }

  @Override
  public void write(SourceOffset place, DataOutputView out) throws IOException {
    SourceFormat.write(place.source(), out);
    out.writeLong(place.offset());
  }

  @Override
  public SourceOffset read(DataInputView in, int version) throws IOException {
    return new SourceOffset(SourceFormat.read(in), in.readLong());
  }
}
