package dev.runmark.job.rejected;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.runmark.decode.record.RejectedRecord;
import dev.runmark.job.kafka.RecordSize;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * A rejected record as a Kafka record.
 *
 * <p>The key, {@code topicId/partition/offset/index}, is the same however often the record is read,
 * so that a repeated dead letter is recognised. A record larger than the topic takes would restart
 * the job for ever: as the last resort its value is cut, and headers tell the whole's size and
 * SHA-256.
 *
 * <p>Its timestamp is the time at which it is sent, the original's is in a header: an old one would
 * be deleted by the topic's retention at once, one far off is refused by the broker.
 */
final class DeadLetterFormat implements KafkaRecordSerializationSchema<RejectedRecord> {
  private static final long serialVersionUID = 1L;

  private final String topic;
  private final int limit;

  /**
   * @param limit the largest record that the topic takes, uncompressed, in bytes
   */
  DeadLetterFormat(String topic, int limit) {
    this.topic = topic;
    this.limit = limit;
  }

  @Override
  public ProducerRecord<byte[], byte[]> serialize(
      RejectedRecord rejected, KafkaSinkContext context, Long timestamp) {
    byte[] key = rejected.key().toString().getBytes(UTF_8);
    Headers headers = DeadLetterHeaders.of(rejected);
    byte[] value = rejected.value();
    if (RecordSize.atMost(key, value, headers) > limit) {
      headers.add(DeadLetterHeaders.SIZE, Integer.toString(value.length).getBytes(UTF_8));
      headers.add(DeadLetterHeaders.SHA256, sha256(value).getBytes(UTF_8));
      value = Arrays.copyOf(value, room(key, value, headers));
    }
    return new ProducerRecord<>(topic, null, null, key, value, headers);
  }

  private int room(byte[] key, byte[] value, Headers headers) {
    int frame = RecordSize.atMost(key, value, headers) - value.length;
    if (frame > limit) {
      dropLargest(headers, frame);
      frame = RecordSize.atMost(key, value, headers) - value.length;
    }
    return Math.max(0, Math.min(value.length, limit - frame));
  }

  /** Foreign headers alone can fill a record; they go before the coordinates do. */
  private static void dropLargest(Headers headers, int frame) {
    for (Header header : headers.toArray()) {
      if (header.key().startsWith(DeadLetterHeaders.ORIGINAL)
          || header.key().equals(DeadLetterHeaders.ORIGINAL_KEY)) {
        headers.remove(header.key());
      }
    }
    headers.add(DeadLetterHeaders.DROPPED, Integer.toString(frame).getBytes(UTF_8));
  }

  private static String sha256(byte[] value) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(value));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
