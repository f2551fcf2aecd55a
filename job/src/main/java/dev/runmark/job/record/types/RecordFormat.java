package dev.runmark.job.record.types;

import java.io.IOException;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** How one type of immutable value is written. Stateless, and of one instance per type. */
interface RecordFormat<T> {

  /**
   * The version that {@link #write} writes. A change of a format is a new version of each that
   * holds it. That of a key is 1 for ever: Flink restores no state whose key was written otherwise.
   */
  default int version() {
    return 1;
  }

  Class<T> type();

  /** The name by which snapshots find this format again: never change it. */
  default String name() {
    return type().getSimpleName();
  }

  void write(T value, DataOutputView out) throws IOException;

  /**
   * Reads what was written.
   *
   * @param version of the format that wrote it, 1 to {@link #version()}
   */
  T read(DataInputView in, int version) throws IOException;
}
