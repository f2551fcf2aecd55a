package dev.runmark.decode;

import dev.runmark.decode.record.RawRecord;
import dev.runmark.decode.record.RecordHeader;
import dev.runmark.decode.record.RejectionReason;
import org.jspecify.annotations.Nullable;

/** A header that decides something, and therefore may stand only once. */
final class SingleHeader {

  private SingleHeader() {}

  /**
   * The header of that name, null when the record has none.
   *
   * @throws RejectedRunException when it stands more than once
   */
  static @Nullable RecordHeader find(RawRecord record, String name) {
    RecordHeader found = null;
    for (RecordHeader header : record.headers()) {
      if (header.name().equals(name)) {
        if (found != null) {
          throw new RejectedRunException(
              RejectionReason.INVALID_FIELD, "header " + name + ": stands more than once");
        }
        found = header;
      }
    }
    return found;
  }
}
