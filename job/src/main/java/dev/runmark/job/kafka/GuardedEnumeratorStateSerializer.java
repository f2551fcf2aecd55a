package dev.runmark.job.kafka;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.flink.connector.kafka.source.enumerator.KafkaSourceEnumState;
import org.apache.flink.connector.kafka.source.enumerator.KafkaSourceEnumStateSerializer;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * Version 1: how many topics (int); each one's name (modified UTF-8) and id (16 bytes), in order of
 * name; the version of the Kafka connector's state serializer (int); what that one wrote.
 */
final class GuardedEnumeratorStateSerializer
    implements SimpleVersionedSerializer<GuardedEnumeratorState> {

  private static final int VERSION = 1;

  private final SimpleVersionedSerializer<KafkaSourceEnumState> partitions =
      new KafkaSourceEnumStateSerializer();

  @Override
  public int getVersion() {
    return VERSION;
  }

  @Override
  public byte[] serialize(GuardedEnumeratorState state) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeInt(state.topicIds().size());
    for (Map.Entry<String, UUID> topic : new TreeMap<>(state.topicIds()).entrySet()) {
      out.writeUTF(topic.getKey());
      out.writeLong(topic.getValue().getMostSignificantBits());
      out.writeLong(topic.getValue().getLeastSignificantBits());
    }
    out.writeInt(partitions.getVersion());
    out.write(partitions.serialize(state.partitions()));
    return bytes.toByteArray();
  }

  @Override
  public GuardedEnumeratorState deserialize(int version, byte[] serialized) throws IOException {
    if (version != VERSION) {
      throw new IOException(
          "restore the Kafka source's coordinator: version " + version + ", known is " + VERSION);
    }
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(serialized));
    Map<String, UUID> topicIds = new HashMap<>();
    for (int left = in.readInt(); left > 0; left--) {
      topicIds.put(in.readUTF(), new UUID(in.readLong(), in.readLong()));
    }
    int inner = in.readInt();
    return new GuardedEnumeratorState(partitions.deserialize(inner, in.readAllBytes()), topicIds);
  }
}
