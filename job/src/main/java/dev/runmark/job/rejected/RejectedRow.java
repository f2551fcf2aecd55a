package dev.runmark.job.rejected;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.runmark.decode.record.Origin;
import dev.runmark.decode.record.RecordHeader;
import dev.runmark.decode.record.RedriveHeaders;
import dev.runmark.decode.record.RejectedRecord;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the table {@code rejected} holds of a dead letter: everything but the payload, as text that
 * PostgreSQL takes.
 *
 * @param key the coordinates of the record that was rejected, and the dead letter's key
 * @param origin where its first try was read; null when it is a first try itself
 * @param size of the whole value in bytes
 */
public record RejectedRow(
    Origin key,
    String topic,
    String reason,
    String message,
    @Nullable String operation,
    @Nullable Origin origin,
    long size) {

  /** Far more than any message of the decoder has; no longer one fills a page of the table. */
  private static final int LONGEST = 1_000;

  public RejectedRow {
    topic = storable(topic);
    reason = storable(reason);
    message = storable(message);
    operation = operation == null ? null : storable(operation);
  }

  static RejectedRow of(RejectedRecord rejected) {
    Origin key = rejected.key();
    return new RejectedRow(
        key,
        rejected.record().source().topic(),
        rejected.reason().code(),
        rejected.message(),
        rejected.operation(),
        firstTry(rejected.record().headers(), key),
        rejected.value().length);
  }

  /** Where the first try of a redriven record was read; null when the headers tell of none. */
  static @Nullable Origin firstTry(List<RecordHeader> headers, Origin key) {
    for (RecordHeader header : headers) {
      byte[] value = header.value();
      if (header.name().equals(RedriveHeaders.ORIGIN) && value != null) {
        Origin origin = Origin.parse(new String(value, UTF_8));
        return origin == null ? null : origin.ofEvent(key.index());
      }
    }
    return null;
  }

  /** PostgreSQL has no U+0000, and UTF-8 no half of a surrogate pair. */
  private static String storable(String text) {
    StringBuilder storable = new StringBuilder(Math.min(text.length(), LONGEST));
    text.codePoints()
        .limit(LONGEST)
        .map(point -> point == 0 || isHalf(point) ? 0xfffd : point)
        .forEach(storable::appendCodePoint);
    return storable.toString();
  }

  private static boolean isHalf(int point) {
    return point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
  }
}
