package dev.runmark.decode.record;

import org.jspecify.annotations.Nullable;

/**
 * What cannot be stored: the whole record, or one event of it.
 *
 * @param record where it came from, without its value: that may be much larger than the event
 * @param index which event inside the record, from 0; -1 when the whole record is rejected
 * @param reason the fixed code that people filter by
 * @param message what is wrong, where, with the numbers; never the payload
 * @param operation what the event was meant as ({@code create}, {@code patch}, {@code complete}),
 *     where that is known
 * @param value the bytes to keep: the event's slice of the record, or the whole of it
 */
public record RejectedRecord(
    RawRecord record,
    int index,
    RejectionReason reason,
    String message,
    @Nullable String operation,
    byte[] value) {

  /** Where it was read: the key by which a repeated one is recognised. */
  public Origin key() {
    return new Origin(
        record.source().topicId(), record.source().partition(), record.offset(), index);
  }
}
