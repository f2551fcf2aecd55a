package dev.runmark.job.record.types;

import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.ObjectStreamException;
import java.io.Serial;
import java.io.Serializable;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Serializer of an immutable value: copying gives the same instance, so that a chain of operators
 * passes payloads by reference. Without state, for any thread.
 */
final class RecordSerializer<T> extends TypeSerializer<T> {
  private static final long serialVersionUID = 1L;

  private final transient RecordFormat<T> format;

  /** The version that is read; always the current one is written. */
  private final int readVersion;

  RecordSerializer(RecordFormat<T> format, int readVersion) {
    this.format = format;
    this.readVersion = readVersion;
  }

  RecordFormat<T> format() {
    return format;
  }

  @Override
  public boolean isImmutableType() {
    return true;
  }

  @Override
  public TypeSerializer<T> duplicate() {
    return this;
  }

  @Override
  public T createInstance() {
    throw new UnsupportedOperationException(format.name() + " has no empty instance");
  }

  @Override
  public T copy(T from) {
    return from;
  }

  @Override
  public T copy(T from, T reuse) {
    return from;
  }

  @Override
  public int getLength() {
    return -1;
  }

  @Override
  public void serialize(T record, DataOutputView target) throws IOException {
    format.write(record, target);
  }

  @Override
  public T deserialize(DataInputView source) throws IOException {
    return format.read(source, readVersion);
  }

  @Override
  public T deserialize(T reuse, DataInputView source) throws IOException {
    return deserialize(source);
  }

  @Override
  public void copy(DataInputView source, DataOutputView target) throws IOException {
    serialize(deserialize(source), target);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RecordSerializer<?> that
        && that.format == format
        && that.readVersion == readVersion;
  }

  @Override
  public int hashCode() {
    return 31 * format.name().hashCode() + readVersion;
  }

  @Override
  public TypeSerializerSnapshot<T> snapshotConfiguration() {
    return new RecordSerializerSnapshot<>(format, format.version());
  }

  @Serial
  private Object writeReplace() throws ObjectStreamException {
    return new Named(format.name(), readVersion);
  }

  /** What travels in a job graph: formats are found again by name. */
  private record Named(String name, int readVersion) implements Serializable {

    @Serial
    private Object readResolve() throws ObjectStreamException {
      try {
        return new RecordSerializer<>(RecordFormats.named(name), readVersion);
      } catch (IOException unknown) {
        throw (ObjectStreamException)
            new InvalidObjectException(unknown.getMessage()).initCause(unknown);
      }
    }
  }
}
