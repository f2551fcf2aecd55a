package dev.runmark.decode;

import dev.runmark.decode.record.Origin;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/**
 * The id of a run that came without one: a UUID of version 5 (RFC 9562, section 5.5) of the event's
 * origin, so that reading the record again, or a second try of its dead letter, gives the same run.
 *
 * <p>The name that is hashed, in the namespace {@link #NAMESPACE}, is 32 bytes, big-endian: topic
 * id (16), partition (4), offset (8), the event's index in its record (4).
 */
final class DerivedId {

  static final UUID NAMESPACE = UUID.fromString("6f1d4f0e-52a1-5c47-9d0b-8a3c5e7b2f64");

  private DerivedId() {}

  static UUID of(Origin origin) {
    ByteBuffer name = ByteBuffer.allocate(48);
    name.putLong(NAMESPACE.getMostSignificantBits()).putLong(NAMESPACE.getLeastSignificantBits());
    name.putLong(origin.topicId().getMostSignificantBits());
    name.putLong(origin.topicId().getLeastSignificantBits());
    name.putInt(origin.partition()).putLong(origin.offset()).putInt(origin.index());
    ByteBuffer hash = ByteBuffer.wrap(sha1(name.array()));
    long high = hash.getLong() & ~0xf000L | 0x5000L;
    long low = hash.getLong() & 0x3fff_ffff_ffff_ffffL | 0x8000_0000_0000_0000L;
    return new UUID(high, low);
  }

  private static byte[] sha1(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-1").digest(bytes);
    } catch (NoSuchAlgorithmException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }
}
