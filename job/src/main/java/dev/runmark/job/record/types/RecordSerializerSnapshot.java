package dev.runmark.job.record.types;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSchemaCompatibility;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/**
 * What state remembers of the serializer that wrote it: the format's name and version. State of an
 * older version is read by it and written anew; one of a newer version is refused.
 */
public final class RecordSerializerSnapshot<T> implements TypeSerializerSnapshot<T> {

  private @Nullable RecordFormat<T> format;
  private int version;

  /** For Flink, which then calls {@link #readSnapshot}. */
  public RecordSerializerSnapshot() {}

  RecordSerializerSnapshot(RecordFormat<T> format, int version) {
    this.format = format;
    this.version = version;
  }

  @Override
  public int getCurrentVersion() {
    return 1;
  }

  @Override
  public void writeSnapshot(DataOutputView out) throws IOException {
    out.writeUTF(format().name());
    out.writeInt(version);
  }

  @Override
  @SuppressWarnings("unchecked") // the state that this snapshot belongs to holds values of T
  public void readSnapshot(int readVersion, DataInputView in, ClassLoader userCodeClassLoader)
      throws IOException {
    if (readVersion != getCurrentVersion()) {
      throw new IOException(
          "read of a serializer snapshot: version " + readVersion + ", known is 1");
    }
    format = (RecordFormat<T>) RecordFormats.named(in.readUTF());
    version = in.readInt();
    if (version < 1 || version > format.version()) {
      throw new IOException(
          "read of state of "
              + format.name()
              + ": format version "
              + version
              + ", known are 1 to "
              + format.version());
    }
  }

  @Override
  public TypeSerializer<T> restoreSerializer() {
    return new RecordSerializer<>(format(), version);
  }

  @Override
  public TypeSerializerSchemaCompatibility<T> resolveSchemaCompatibility(
      TypeSerializerSnapshot<T> old) {
    if (!(old instanceof RecordSerializerSnapshot<T> that) || that.format() != format()) {
      return TypeSerializerSchemaCompatibility.incompatible();
    }
    return that.version == version
        ? TypeSerializerSchemaCompatibility.compatibleAsIs()
        : TypeSerializerSchemaCompatibility.compatibleAfterMigration();
  }

  private RecordFormat<T> format() {
    if (format == null) {
      throw new IllegalStateException("serializer snapshot: not read yet");
    }
    return format;
  }
}
