package dev.runmark.sink;

import java.io.IOException;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

/** Version 1: the set of parts sealed last. */
final class NdjsonSinkWriterStateSerializer
    implements SimpleVersionedSerializer<NdjsonSinkWriterState> {

  private static final int VERSION = 1;

  @Override
  public int getVersion() {
    return VERSION;
  }

  @Override
  public byte[] serialize(NdjsonSinkWriterState state) throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(64);
    PartIds.writeSet(state.sealedLast(), out);
    return out.getCopyOfBuffer();
  }

  @Override
  public NdjsonSinkWriterState deserialize(int version, byte[] bytes) throws IOException {
    if (version != VERSION) {
      throw new IOException(
          "restore writer state: version " + version + ", this program knows " + VERSION);
    }
    DataInputDeserializer in = new DataInputDeserializer(bytes);
    NdjsonSinkWriterState state = new NdjsonSinkWriterState(PartIds.readSet(in));
    if (in.available() > 0) {
      throw new IOException("restore writer state: " + in.available() + " bytes too many");
    }
    return state;
  }
}
