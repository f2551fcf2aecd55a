package dev.runmark.reader.http;

import dev.runmark.storage.index.LineLocation;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Strong entity tags of runs: a hash of the places and checksums of their lines, since parts never
 * change, and of one length however many lines there are, since headers have a limit.
 */
final class EntityTag {

  /**
   * Counts the rules by which lines become a document: the same lines are another document once
   * {@link dev.runmark.storage.fold.MergeRule} or the reading order changes.
   */
  private static final int FOLD = 1;

  private static final int LINE = 3 * Long.BYTES + 2 * Integer.BYTES;

  private EntityTag() {}

  /**
   * @param lines in reading order
   */
  static String of(List<LineLocation> lines) {
    ByteBuffer places = ByteBuffer.allocate(Integer.BYTES + lines.size() * LINE).putInt(FOLD);
    for (LineLocation line : lines) {
      UUID part = line.part().uuid();
      places
          .putLong(part.getMostSignificantBits())
          .putLong(part.getLeastSignificantBits())
          .putLong(line.place().frame().start())
          .putInt(line.place().offset())
          .putInt(line.place().checksum());
    }
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(places.array());
      return '"' + HexFormat.of().formatHex(hash) + '"';
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** Whether If-None-Match names the tag. */
  static boolean matches(@Nullable String header, String tag) {
    return header != null
        && Arrays.stream(header.split(",", -1))
            .map(String::strip)
            .anyMatch(each -> each.equals("*") || each.replaceFirst("^W/", "").equals(tag));
  }
}
