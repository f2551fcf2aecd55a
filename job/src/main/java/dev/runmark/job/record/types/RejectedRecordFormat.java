package dev.runmark.job.record.types;

import dev.runmark.decode.record.RawRecord;
import dev.runmark.decode.record.RejectedRecord;
import dev.runmark.decode.record.RejectionReason;
import java.io.IOException;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** A dead letter; reasons by their public code. */
final class RejectedRecordFormat implements RecordFormat<RejectedRecord> {

  @Override
  public Class<RejectedRecord> type() {
    return RejectedRecord.class;
  }

  @Override
  public void write(RejectedRecord rejected, DataOutputView out) throws IOException {
    RecordFormats.RAW_RECORD.write(rejected.record(), out);
    out.writeInt(rejected.index());
    Fields.writeText(rejected.reason().code(), out);
    Fields.writeText(rejected.message(), out);
    String operation = rejected.operation();
    Fields.writeText(operation == null ? "" : operation, out);
    Fields.writeBytes(rejected.value(), 0, rejected.value().length, out);
  }

  @Override
  public RejectedRecord read(DataInputView in, int version) throws IOException {
    RawRecord record = RecordFormats.RAW_RECORD.read(in, version);
    int index = in.readInt();
    RejectionReason reason = RejectionReason.ofCode(Fields.readText(in));
    String message = Fields.readText(in);
    String operation = Fields.readText(in);
    return new RejectedRecord(
        record,
        index,
        reason,
        message,
        operation.isEmpty() ? null : operation,
        Fields.readBytes(in));
  }
}
