package dev.runmark.quickstart.check;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How small things are written to the temporary files. */
final class EntryBytes {

  private EntryBytes() {}

  /** Character by character: half a surrogate pair must come back as it was. */
  static void text(DataOutputStream out, String text) throws IOException {
    out.writeInt(text.length());
    out.writeChars(text);
  }

  static String text(DataInputStream in) throws IOException {
    byte[] bytes = new byte[2 * in.readInt()];
    in.readFully(bytes);
    CharBuffer characters = ByteBuffer.wrap(bytes).asCharBuffer();
    return characters.toString();
  }

  static void textOrNull(DataOutputStream out, @Nullable String text) throws IOException {
    out.writeBoolean(text != null);
    if (text != null) {
      text(out, text);
    }
  }

  static @Nullable String textOrNull(DataInputStream in) throws IOException {
    return in.readBoolean() ? text(in) : null;
  }

  static void uuid(DataOutputStream out, UUID id) throws IOException {
    out.writeLong(id.getMostSignificantBits());
    out.writeLong(id.getLeastSignificantBits());
  }

  static UUID uuid(DataInputStream in) throws IOException {
    return new UUID(in.readLong(), in.readLong());
  }

  static void uuidOrNull(DataOutputStream out, @Nullable UUID id) throws IOException {
    out.writeBoolean(id != null);
    if (id != null) {
      uuid(out, id);
    }
  }

  static @Nullable UUID uuidOrNull(DataInputStream in) throws IOException {
    return in.readBoolean() ? uuid(in) : null;
  }

  static void timeOrNull(DataOutputStream out, @Nullable Instant time) throws IOException {
    out.writeBoolean(time != null);
    if (time != null) {
      out.writeLong(time.getEpochSecond());
      out.writeInt(time.getNano());
    }
  }

  static @Nullable Instant timeOrNull(DataInputStream in) throws IOException {
    return in.readBoolean() ? Instant.ofEpochSecond(in.readLong(), in.readInt()) : null;
  }
}
