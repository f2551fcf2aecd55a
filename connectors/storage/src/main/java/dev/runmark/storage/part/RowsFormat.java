package dev.runmark.storage.part;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;

/** What the two sides of the rows object agree on; the layout is in {@link RowsObject}. */
final class RowsFormat {

  /** "RMRO". */
  static final int MAGIC = 0x524d524f;

  static final int VERSION = 1;
  static final int HEADER = 54;
  static final int TRAILER = Integer.BYTES;

  static final int CREATED = 1;
  static final int FROM_ZERO = 1 << 1;
  static final int ONE_EVENT = 1 << 2;
  static final int PROJECT = 1 << 3;
  static final int PARENT = 1 << 4;
  static final int NAME = 1 << 5;
  static final int RUN_TYPE = 1 << 6;
  static final int STATUS = 1 << 7;
  static final int START_TIME = 1 << 8;
  static final int END_TIME = 1 << 9;

  private static final long MICROS = 1_000_000;

  private RowsFormat() {}

  static long micros(Instant time) {
    return Math.addExact(Math.multiplyExact(time.getEpochSecond(), MICROS), time.getNano() / 1000);
  }

  static Instant time(long micros) {
    return Instant.ofEpochSecond(
        Math.floorDiv(micros, MICROS), Math.floorMod(micros, MICROS) * 1000);
  }

  static UUID uuid(ByteBuffer in) {
    return new UUID(in.getLong(), in.getLong());
  }

  static long unsigned(ByteBuffer in) {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      byte next = in.get();
      value |= (next & 0x7fL) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new IllegalArgumentException("a number of more than ten bytes");
  }

  static long signed(ByteBuffer in) {
    long value = unsigned(in);
    return (value >>> 1) ^ -(value & 1);
  }

  static int unsignedInt(ByteBuffer in) {
    return Math.toIntExact(unsigned(in));
  }

  static String text(ByteBuffer in) throws CharacterCodingException {
    int length = unsignedInt(in);
    if (length < 0 || length > in.remaining()) {
      throw new BufferUnderflowException();
    }
    ByteBuffer encoded = in.slice(in.position(), length);
    in.position(in.position() + length);
    CharBuffer decoded = StandardCharsets.UTF_8.newDecoder().decode(encoded);
    return decoded.toString();
  }
}
