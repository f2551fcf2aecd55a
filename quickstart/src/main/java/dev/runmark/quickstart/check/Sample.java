package dev.runmark.quickstart.check;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/**
 * Which runs are looked at: all, or a share of them by a hash of their ids, which the server can
 * make as well.
 *
 * @param below runs are taken whose hash, of 32 bits, is below it
 */
record Sample(long below) {

  private static final long HASHES = 1L << 32;

  static final Sample ALL = new Sample(HASHES);

  /** About so many of as many as there are. */
  static Sample of(long wanted, long there) {
    return wanted >= there
        ? ALL
        : new Sample(Math.max(1, (long) ((double) wanted / there * HASHES)));
  }

  boolean all() {
    return below >= HASHES;
  }

  boolean takes(UUID run) {
    return all() || hash(run) < below;
  }

  /** Whether the run in that column is taken, in SQL. */
  String sql(String column) {
    return all()
        ? "true"
        : "('x' || substr(md5(" + column + "::text), 1, 8))::bit(32)::bigint < " + below;
  }

  private static long hash(UUID run) {
    try {
      byte[] md5 =
          MessageDigest.getInstance("MD5").digest(run.toString().getBytes(StandardCharsets.UTF_8));
      long hash = 0;
      for (int i = 0; i < Integer.BYTES; i++) {
        hash = hash << 8 | md5[i] & 0xff;
      }
      return hash;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has MD5", e);
    }
  }
}
