package dev.runmark.job.record.types;

import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.ObjectStreamException;
import java.io.Serial;
import java.io.Serializable;
import org.apache.flink.api.common.serialization.SerializerConfig;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;

/** Type of a value with a format of its own; opaque to Flink. */
final class RecordTypeInformation<T> extends TypeInformation<T> {
  private static final long serialVersionUID = 1L;

  private final transient RecordFormat<T> format;

  RecordTypeInformation(RecordFormat<T> format) {
    this.format = format;
  }

  @Override
  public boolean isBasicType() {
    return false;
  }

  @Override
  public boolean isTupleType() {
    return false;
  }

  @Override
  public int getArity() {
    return 1;
  }

  @Override
  public int getTotalFields() {
    return 1;
  }

  @Override
  public Class<T> getTypeClass() {
    return format.type();
  }

  @Override
  public boolean isKeyType() {
    return false;
  }

  @Override
  public TypeSerializer<T> createSerializer(SerializerConfig config) {
    return new RecordSerializer<>(format, format.version());
  }

  @Override
  public String toString() {
    return format.name();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RecordTypeInformation<?> that && that.format == format;
  }

  @Override
  public int hashCode() {
    return format.name().hashCode();
  }

  @Override
  public boolean canEqual(Object other) {
    return other instanceof RecordTypeInformation;
  }

  @Serial
  private Object writeReplace() throws ObjectStreamException {
    return new Named(format.name());
  }

  /** What travels in a job graph: formats are found again by name. */
  private record Named(String name) implements Serializable {

    @Serial
    private Object readResolve() throws ObjectStreamException {
      try {
        return new RecordTypeInformation<>(RecordFormats.named(name));
      } catch (IOException unknown) {
        throw (ObjectStreamException)
            new InvalidObjectException(unknown.getMessage()).initCause(unknown);
      }
    }
  }
}
