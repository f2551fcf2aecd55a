package dev.runmark.decode;

import dev.runmark.decode.record.RejectionReason;
import dev.runmark.storage.json.Slice;
import dev.runmark.storage.json.UuidText;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A run's way from the root of its trace: segments joined by dots, each a time ({@code
 * 20261120T091500123456Z}) and a UUID.
 *
 * @param trace the UUID of the first segment
 * @param parent the UUID of the last segment but one; null for a root
 */
record DottedOrder(UUID trace, @Nullable UUID parent) {

  /** Digits, a T, digits. */
  private static final int DATE_AND_TIME = 15;

  private static final int T = 8;
  private static final int MAX_FRACTION = 9;

  /**
   * @throws RejectedRunException when a segment is malformed
   */
  static DottedOrder parse(Slice text) {
    UUID first = null;
    UUID previous = null;
    UUID last = null;
    int start = text.offset();
    while (start <= text.end()) {
      int end = start;
      while (end < text.end() && text.bytes()[end] != '.') {
        end++;
      }
      previous = last;
      last = segment(text.bytes(), start, end);
      first = first == null ? last : first;
      start = end + 1;
    }
    if (first == null) {
      throw malformed();
    }
    return new DottedOrder(first, previous);
  }

  private static UUID segment(byte[] bytes, int start, int end) {
    int zone = end - UuidText.LENGTH - 1;
    if (zone < start + DATE_AND_TIME || zone > start + DATE_AND_TIME + MAX_FRACTION) {
      throw malformed();
    }
    for (int i = start; i < zone; i++) {
      boolean fits = i == start + T ? bytes[i] == 'T' : bytes[i] >= '0' && bytes[i] <= '9';
      if (!fits) {
        throw malformed();
      }
    }
    UUID uuid = UuidText.parse(bytes, zone + 1, end);
    if (bytes[zone] != 'Z' || uuid == null) {
      throw malformed();
    }
    return uuid;
  }

  private static RejectedRunException malformed() {
    return new RejectedRunException(
        RejectionReason.INVALID_FIELD, "dotted_order: a segment that is no time and UUID");
  }
}
