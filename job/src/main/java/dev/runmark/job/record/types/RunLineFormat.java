package dev.runmark.job.record.types;

import dev.runmark.storage.part.EventSpan;
import dev.runmark.storage.part.Listing;
import dev.runmark.storage.part.RunKey;
import dev.runmark.storage.part.RunLine;
import dev.runmark.storage.part.SourcePartition;
import java.io.IOException;
import java.util.UUID;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** A line; of its array only the slice. */
final class RunLineFormat implements RecordFormat<RunLine> {

  @Override
  public Class<RunLine> type() {
    return RunLine.class;
  }

  @Override
  public void write(RunLine line, DataOutputView out) throws IOException {
    Fields.writeText(line.key().tenant(), out);
    Fields.writeUuid(line.key().run(), out);
    Fields.writeUuid(line.trace(), out);
    SourceFormat.write(line.source(), out);
    out.writeLong(line.span().lo());
    out.writeLong(line.span().hi());
    out.writeBoolean(line.span().created());
    ListingFormat.write(line.listing(), out);
    Fields.writeBytes(line.bytes(), line.offset(), line.length(), out);
  }

  @Override
  public RunLine read(DataInputView in, int version) throws IOException {
    RunKey key = new RunKey(Fields.readText(in), Fields.readUuid(in));
    UUID trace = Fields.readUuid(in);
    SourcePartition source = SourceFormat.read(in);
    EventSpan span = new EventSpan(in.readLong(), in.readLong(), in.readBoolean());
    Listing listing = ListingFormat.read(in);
    byte[] bytes = Fields.readBytes(in);
    return new RunLine(key, trace, source, span, listing, bytes, 0, bytes.length);
  }
}
