package dev.runmark.job.record.types;

import dev.runmark.decode.record.RawRecord;
import dev.runmark.decode.record.RecordHeader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** A record as it came. */
final class RawRecordFormat implements RecordFormat<RawRecord> {

  @Override
  public Class<RawRecord> type() {
    return RawRecord.class;
  }

  @Override
  public void write(RawRecord record, DataOutputView out) throws IOException {
    SourceFormat.write(record.source(), out);
    out.writeLong(record.offset());
    Fields.writeInstant(record.timestamp(), out);
    Fields.writeNullableBytes(record.key(), out);
    Fields.writeNullableBytes(record.value(), out);
    Fields.writeLength(record.headers().size(), out);
    for (RecordHeader header : record.headers()) {
      Fields.writeText(header.name(), out);
      Fields.writeNullableBytes(header.value(), out);
    }
  }

  @Override
  public RawRecord read(DataInputView in, int version) throws IOException {
    return new RawRecord(
        SourceFormat.read(in),
        in.readLong(),
        Fields.readInstant(in),
        Fields.readNullableBytes(in),
        Fields.readNullableBytes(in),
        readHeaders(in));
  }

  private static List<RecordHeader> readHeaders(DataInputView in) throws IOException {
    int count = Fields.readLength(in);
    List<RecordHeader> headers = new ArrayList<>(Math.min(count, 16));
    for (int i = 0; i < count; i++) {
      headers.add(new RecordHeader(Fields.readText(in), Fields.readNullableBytes(in)));
    }
    return List.copyOf(headers);
  }
}
