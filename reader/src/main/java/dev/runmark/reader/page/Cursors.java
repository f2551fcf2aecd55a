package dev.runmark.reader.page;

import dev.runmark.storage.failure.InvalidCursorException;
import dev.runmark.storage.query.Place;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Cursors: places in a list as text that only their maker can make.
 *
 * <p>Version, flag, time, id and a MAC over these and the identity of the query, the tenant among
 * it, in base64url: a cursor of another query, tenant or version is refused like one that was
 * tampered with. They hold no more than the row that they follow showed. Thread-safe.
 */
public final class Cursors {

  private static final byte VERSION = 1;
  private static final int PLACE = 1 + 1 + Long.BYTES + Integer.BYTES + 2 * Long.BYTES;
  private static final int SIGNATURE = 16;
  private static final int TEXT = (PLACE + SIGNATURE) * 4 / 3 + 2;

  private final SecretKeySpec key;

  /**
   * @param key that all servers of one index share
   */
  public Cursors(byte[] key) {
    this.key = new SecretKeySpec(key, "HmacSHA256");
  }

  /**
   * The cursor of a place.
   *
   * @param identity all that makes the query the query; how many rows a page has does not
   */
  public String text(List<?> identity, Place place) {
    Instant time = place.time();
    ByteBuffer bytes =
        ByteBuffer.allocate(PLACE + SIGNATURE)
            .put(VERSION)
            .put((byte) (time == null ? 0 : 1))
            .putLong(time == null ? 0 : time.getEpochSecond())
            .putInt(time == null ? 0 : time.getNano())
            .putLong(place.id().getMostSignificantBits())
            .putLong(place.id().getLeastSignificantBits());
    byte[] signed = Arrays.copyOf(bytes.array(), PLACE);
    bytes.put(signature(identity, signed));
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
  }

  /**
   * The place that a cursor of this query means.
   *
   * @throws InvalidCursorException when it is none, or one of another query or tenant
   */
  public Place place(List<?> identity, String cursor) {
    byte[] bytes = decoded(cursor);
    byte[] signed = Arrays.copyOf(bytes, PLACE);
    byte[] signature = Arrays.copyOfRange(bytes, PLACE, bytes.length);
    if (!MessageDigest.isEqual(signature, signature(identity, signed))) {
      throw new InvalidCursorException("not one of this query");
    }
    ByteBuffer in = ByteBuffer.wrap(signed);
    in.get();
    boolean dated = in.get() == 1;
    try {
      Instant time = Instant.ofEpochSecond(in.getLong(), in.getInt());
      return new Place(dated ? time : null, new UUID(in.getLong(), in.getLong()));
    } catch (DateTimeException e) {
      throw new InvalidCursorException("its time is none");
    }
  }

  private static byte[] decoded(String cursor) {
    if (cursor.length() > TEXT) {
      throw new InvalidCursorException("longer than any");
    }
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(cursor);
      if (bytes.length > 0 && bytes[0] != VERSION) {
        throw new InvalidCursorException("of another version");
      }
      if (bytes.length != PLACE + SIGNATURE) {
        throw new InvalidCursorException("cut or grown");
      }
      return bytes;
    } catch (IllegalArgumentException e) {
      if (e instanceof InvalidCursorException invalid) {
        throw invalid;
      }
      throw new InvalidCursorException("not in base64url");
    }
  }

  private byte[] signature(List<?> identity, byte[] place) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      mac.update(place);
      return Arrays.copyOf(mac.doFinal(bytes(identity)), SIGNATURE);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    }
  }

  /** With lengths, so that no two lists of values look alike. */
  private static byte[] bytes(List<?> identity) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      for (@Nullable Object value : identity) {
        out.writeBoolean(value != null);
        out.writeUTF(value == null ? "" : value.toString());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
