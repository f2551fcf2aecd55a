package dev.runmark.quickstart.check.topic;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The ids of runs. */
public final class Ids {

  private static final String HEX =
      "[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}";
  private static final Pattern UUID_TEXT = Pattern.compile(HEX);
  private static final UUID NAMESPACE = UUID.fromString("6f1d4f0e-52a1-5c47-9d0b-8a3c5e7b2f64");

  private Ids() {}

  /** The UUID in either case, in braces or not; null when the text is anything else. */
  public static @Nullable UUID parse(String text) {
    boolean braces = text.length() == 38 && text.startsWith("{") && text.endsWith("}");
    String inside = braces ? text.substring(1, 37) : text;
    return UUID_TEXT.matcher(inside).matches() ? UUID.fromString(inside) : null;
  }

  /** Of a run that came without one: a UUID of version 5 of where it was read first. */
  static UUID derived(UUID topicId, int partition, long offset, int index) {
    ByteBuffer name = ByteBuffer.allocate(48);
    for (UUID id : new UUID[] {NAMESPACE, topicId}) {
      name.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
    }
    name.putInt(partition).putLong(offset).putInt(index);
    try {
      byte[] hash = MessageDigest.getInstance("SHA-1").digest(name.array());
      hash[6] = (byte) (hash[6] & 0x0f | 0x50);
      hash[8] = (byte) (hash[8] & 0x3f | 0x80);
      ByteBuffer bytes = ByteBuffer.wrap(hash);
      return new UUID(bytes.getLong(), bytes.getLong());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-1", e);
    }
  }
}
