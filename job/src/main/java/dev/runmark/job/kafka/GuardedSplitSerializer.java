package dev.runmark.job.kafka;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.UUID;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplitSerializer;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * Version 1: the topic id (16 bytes), the version of the Kafka connector's split serializer (int),
 * then what that one wrote.
 */
final class GuardedSplitSerializer implements SimpleVersionedSerializer<GuardedSplit> {

  private static final int VERSION = 1;

  private final SimpleVersionedSerializer<KafkaPartitionSplit> positions =
      new KafkaPartitionSplitSerializer();

  @Override
  public int getVersion() {
    return VERSION;
  }

  @Override
  public byte[] serialize(GuardedSplit split) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeLong(split.topicId().getMostSignificantBits());
    out.writeLong(split.topicId().getLeastSignificantBits());
    out.writeInt(positions.getVersion());
    out.write(positions.serialize(split.position()));
    return bytes.toByteArray();
  }

  @Override
  public GuardedSplit deserialize(int version, byte[] serialized) throws IOException {
    if (version != VERSION) {
      throw new IOException("restore a Kafka split: version " + version + ", known is " + VERSION);
    }
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(serialized));
    UUID topicId = new UUID(in.readLong(), in.readLong());
    int inner = in.readInt();
    return new GuardedSplit(positions.deserialize(inner, in.readAllBytes()), topicId);
  }
}
