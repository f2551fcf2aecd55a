package dev.runmark.job.rejected;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.runmark.decode.record.Origin;
import dev.runmark.decode.record.RecordHeader;
import dev.runmark.decode.record.RedriveHeaders;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * A dead letter as it is read back from its topic: the original, and what was wrong with it.
 *
 * @param row what the table says of it, or should
 * @param originalKey the original record's key
 * @param originalHeaders the original record's headers, in their order
 * @param value the original bytes, or as many as the topic took
 * @param cut whether the value is not whole
 * @param stripped whether the original's key and headers were too large to be kept
 */
public record DeadLetter(
    RejectedRow row,
    byte @Nullable [] originalKey,
    List<RecordHeader> originalHeaders,
    byte[] value,
    boolean cut,
    boolean stripped) {

  /** What {@link DeadLetterFormat} wrote; null when it wrote no such thing. */
  public static @Nullable DeadLetter read(ConsumerRecord<byte[], byte[]> record) {
    Headers headers = record.headers();
    byte[] key = record.key();
    byte[] value = record.value();
    Origin origin = key == null ? null : Origin.parse(new String(key, UTF_8));
    String topic = text(headers, DeadLetterHeaders.TOPIC);
    String reason = text(headers, DeadLetterHeaders.REASON);
    if (origin == null || value == null || topic == null || reason == null) {
      return null;
    }
    long size = size(headers, value);
    String message = text(headers, DeadLetterHeaders.MESSAGE);
    List<RecordHeader> originals = originals(headers);
    Header originalKey = headers.lastHeader(DeadLetterHeaders.ORIGINAL_KEY);
    return new DeadLetter(
        new RejectedRow(
            origin,
            topic,
            reason,
            message == null ? "" : message,
            text(headers, DeadLetterHeaders.OPERATION),
            RejectedRow.firstTry(originals, origin),
            size),
        originalKey == null ? null : originalKey.value(),
        originals,
        value,
        size != value.length,
        headers.lastHeader(DeadLetterHeaders.DROPPED) != null);
  }

  public Origin key() {
    return row.key();
  }

  /** Where its first try was read: what a redriven one carries, however often it is tried. */
  public Origin origin() {
    Origin origin = row.origin();
    return origin == null ? row.key() : origin;
  }

  /** The original once more, to its partition, told by headers to be a redriven one. */
  public ProducerRecord<byte[], byte[]> again() {
    Headers headers = new RecordHeaders();
    String operation = row.operation();
    for (RecordHeader header : originalHeaders) {
      if (header.name().equals(RedriveHeaders.OPERATION)) {
        // Rejected whole, the second try does not say any more what the first one was.
        operation = operation == null ? utf8(header.value()) : operation;
      } else if (!header.name().equals(RedriveHeaders.ORIGIN)) {
        headers.add(header.name(), header.value());
      }
    }
    headers.add(RedriveHeaders.ORIGIN, origin().toString().getBytes(UTF_8));
    if (operation != null) {
      headers.add(RedriveHeaders.OPERATION, operation.getBytes(UTF_8));
    }
    return new ProducerRecord<>(
        row.topic(), row.key().partition(), null, originalKey, value, headers);
  }

  /** Told only when the record did not fit; headers may have given way instead of the value. */
  private static long size(Headers headers, byte[] value) {
    String size = text(headers, DeadLetterHeaders.SIZE);
    return size != null && size.matches("\\d{1,10}") ? Long.parseLong(size) : value.length;
  }

  private static List<RecordHeader> originals(Headers headers) {
    List<RecordHeader> originals = new ArrayList<>();
    for (Header header : headers) {
      if (header.key().startsWith(DeadLetterHeaders.ORIGINAL)) {
        String name = header.key().substring(DeadLetterHeaders.ORIGINAL.length());
        originals.add(new RecordHeader(name, header.value()));
      }
    }
    return List.copyOf(originals);
  }

  private static @Nullable String text(Headers headers, String name) {
    Header header = headers.lastHeader(name);
    return header == null ? null : utf8(header.value());
  }

  private static @Nullable String utf8(byte @Nullable [] value) {
    return value == null ? null : new String(value, UTF_8);
  }
}
