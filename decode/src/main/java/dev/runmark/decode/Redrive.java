package dev.runmark.decode;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.runmark.decode.record.Operation;
import dev.runmark.decode.record.Origin;
import dev.runmark.decode.record.RawRecord;
import dev.runmark.decode.record.RecordHeader;
import dev.runmark.decode.record.RedriveHeaders;
import dev.runmark.decode.record.RejectionReason;
import org.jspecify.annotations.Nullable;

/**
 * What the {@link RedriveHeaders} of a record say.
 *
 * @param operation of the one run that the value is; null when the value is a whole record
 */
record Redrive(Origin origin, @Nullable Operation operation) {

  /**
   * Of a record; null for one that was never a dead letter.
   *
   * @throws RejectedRunException when the headers are malformed, or do not fit each other
   */
  static @Nullable Redrive of(RawRecord record) {
    if (record.headers().isEmpty()) {
      return null;
    }
    RecordHeader origin = SingleHeader.find(record, RedriveHeaders.ORIGIN);
    RecordHeader operation = SingleHeader.find(record, RedriveHeaders.OPERATION);
    if (origin == null) {
      if (operation != null) {
        throw invalid(RedriveHeaders.OPERATION, "stands without " + RedriveHeaders.ORIGIN);
      }
      return null;
    }
    return of(origin(origin), operation);
  }

  private static Redrive of(Origin origin, @Nullable RecordHeader header) {
    if (origin.ofWholeRecord() != (header == null)) {
      throw invalid(
          RedriveHeaders.OPERATION,
          origin.ofWholeRecord()
              ? "stands with a whole record"
              : "is missing, for event " + origin.index() + " of its record");
    }
    return new Redrive(origin, header == null ? null : operation(header));
  }

  private static Origin origin(RecordHeader header) {
    Origin origin = Origin.parse(text(header));
    if (origin == null) {
      throw invalid(RedriveHeaders.ORIGIN, "wanted topicId/partition/offset/index");
    }
    return origin;
  }

  private static Operation operation(RecordHeader header) {
    String text = text(header);
    for (Operation operation : Operation.values()) {
      if (operation.word().equals(text)) {
        return operation;
      }
    }
    throw invalid(RedriveHeaders.OPERATION, "wanted create, patch or complete");
  }

  /** All that these headers may hold is ASCII; no other byte becomes ASCII here. */
  private static String text(RecordHeader header) {
    byte[] value = header.value();
    return value == null ? "" : new String(value, ISO_8859_1);
  }

  private static RejectedRunException invalid(String header, String message) {
    return new RejectedRunException(
        RejectionReason.INVALID_FIELD, "header " + header + ": " + message);
  }
}
