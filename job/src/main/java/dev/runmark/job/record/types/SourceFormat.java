package dev.runmark.job.record.types;

import dev.runmark.storage.part.SourcePartition;
import java.io.IOException;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Where events come from. */
final class SourceFormat {

  private SourceFormat() {}

  static void write(SourcePartition source, DataOutputView out) throws IOException {
    Fields.writeUuid(source.topicId(), out);
    Fields.writeText(source.topic(), out);
    Fields.writeLength(source.partition(), out);
  }

  static SourcePartition read(DataInputView in) throws IOException {
    return new SourcePartition(Fields.readUuid(in), Fields.readText(in), Fields.readLength(in));
  }
}
