package dev.runmark.storage.part;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.UUID;

/**
 * The identity of a part: a UUID of version 7 (RFC 9562, section 5.7), minted when the part is
 * opened. Nothing else identifies it: job ids, subtasks, attempts and checkpoint ids all repeat or
 * change.
 *
 * @param uuid version 7
 */
public record PartId(UUID uuid) implements Comparable<PartId> {

  private static final SecureRandom RANDOM = new SecureRandom();

  public PartId {
    if (uuid.version() != 7 || uuid.variant() != 2) {
      throw new IllegalArgumentException(
          "part id " + uuid + ": wanted a UUID of version 7, this is version " + uuid.version());
    }
  }

  /** A new identity whose time is {@code now}, in milliseconds. */
  public static PartId mint(Instant now) {
    long high = (now.toEpochMilli() << 16) | 0x7000L | (RANDOM.nextInt() & 0x0fffL);
    long low = (RANDOM.nextLong() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L;
    return new PartId(new UUID(high, low));
  }

  /** The least UUID that a part opened at this time, or later in its millisecond, may have. */
  public static UUID firstAt(Instant time) {
    return new UUID(Math.max(0, time.toEpochMilli()) << 16, 0);
  }

  public static PartId parse(String text) {
    return new PartId(UUID.fromString(text));
  }

  /** When the part was opened, to the millisecond, by the clock of the writer that opened it. */
  public Instant openedAt() {
    return Instant.ofEpochMilli(uuid.getMostSignificantBits() >>> 16);
  }

  /** The day in UTC that names the part's folder. */
  public LocalDate day() {
    return LocalDate.ofInstant(openedAt(), ZoneOffset.UTC);
  }

  /** In order of the sixteen bytes, as PostgreSQL orders uuid. */
  @Override
  public int compareTo(PartId other) {
    int high =
        Long.compareUnsigned(uuid.getMostSignificantBits(), other.uuid.getMostSignificantBits());
    return high != 0
        ? high
        : Long.compareUnsigned(
            uuid.getLeastSignificantBits(), other.uuid.getLeastSignificantBits());
  }

  @Override
  public String toString() {
    return uuid.toString();
  }
}
