package dev.runmark.job.rejected;

import dev.runmark.decode.record.Origin;
import dev.runmark.decode.record.RawRecord;
import dev.runmark.decode.record.RecordHeader;
import dev.runmark.decode.record.RejectedRecord;
import dev.runmark.decode.record.RejectionReason;
import dev.runmark.storage.part.SourcePartition;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** Dead letters as the job writes them, without the job. */
public final class DeadLetters {

  private static final int ROOMY = 1 << 20;

  private DeadLetters() {}

  /** Of a whole record when the key's index is -1, of a created run otherwise. */
  public static RejectedRecord rejected(
      Origin key,
      String topic,
      byte @Nullable [] originalKey,
      byte[] value,
      RecordHeader... headers) {
    RawRecord record =
        new RawRecord(
            new SourcePartition(key.topicId(), topic, key.partition()),
            key.offset(),
            Instant.EPOCH,
            originalKey,
            null,
            List.of(headers));
    return new RejectedRecord(
        record,
        key.index(),
        RejectionReason.NOT_JSON,
        "no JSON",
        key.ofWholeRecord() ? null : "create",
        value);
  }

  public static ProducerRecord<byte[], byte[]> letter(String deadTopic, RejectedRecord rejected) {
    return letter(deadTopic, ROOMY, rejected);
  }

  public static ProducerRecord<byte[], byte[]> letter(
      String deadTopic, int limit, RejectedRecord rejected) {
    return new DeadLetterFormat(deadTopic, limit).serialize(rejected, null, 0L);
  }
}
