package dev.runmark.job.record.types;

import dev.runmark.storage.json.TextCache;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/** The pieces that all formats are made of. */
final class Fields {

  /** Strings of records that wait in windows would otherwise be most of what is on the heap. */
  private static final TextCache TEXTS = new TextCache();

  private Fields() {}

  static void writeUuid(UUID uuid, DataOutputView out) throws IOException {
    out.writeLong(uuid.getMostSignificantBits());
    out.writeLong(uuid.getLeastSignificantBits());
  }

  static UUID readUuid(DataInputView in) throws IOException {
    return new UUID(in.readLong(), in.readLong());
  }

  static void writeInstant(Instant instant, DataOutputView out) throws IOException {
    out.writeLong(instant.getEpochSecond());
    out.writeInt(instant.getNano());
  }

  static Instant readInstant(DataInputView in) throws IOException {
    return Instant.ofEpochSecond(in.readLong(), in.readInt());
  }

  static void writeText(String text, DataOutputView out) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    writeBytes(bytes, 0, bytes.length, out);
  }

  static String readText(DataInputView in) throws IOException {
    byte[] bytes = readBytes(in);
    return TEXTS.text(bytes, 0, bytes.length);
  }

  static void writeBytes(byte[] bytes, int offset, int length, DataOutputView out)
      throws IOException {
    writeLength(length, out);
    out.write(bytes, offset, length);
  }

  static byte[] readBytes(DataInputView in) throws IOException {
    byte[] bytes = new byte[readLength(in)];
    in.readFully(bytes);
    return bytes;
  }

  static void writeNullableBytes(byte @Nullable [] bytes, DataOutputView out) throws IOException {
    out.writeBoolean(bytes != null);
    if (bytes != null) {
      writeBytes(bytes, 0, bytes.length, out);
    }
  }

  static byte @Nullable [] readNullableBytes(DataInputView in) throws IOException {
    return in.readBoolean() ? readBytes(in) : null;
  }

  /** Seven bits a byte, the lowest first. */
  static void writeLength(int length, DataOutputView out) throws IOException {
    int rest = length;
    while (rest >= 0x80) {
      out.writeByte(rest & 0x7f | 0x80);
      rest >>>= 7;
    }
    out.writeByte(rest);
  }

  static int readLength(DataInputView in) throws IOException {
    int length = 0;
    for (int shift = 0; shift < Integer.SIZE; shift += 7) {
      int next = in.readUnsignedByte();
      length |= (next & 0x7f) << shift;
      if (next < 0x80) {
        if (length < 0) {
          break;
        }
        return length;
      }
    }
    throw new IOException("read of a length: more than 31 bits");
  }
}
