package dev.runmark.job.rejected;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.runmark.decode.record.RawRecord;
import dev.runmark.decode.record.RecordHeader;
import dev.runmark.decode.record.RejectedRecord;
import dev.runmark.decode.record.RejectionReason;
import dev.runmark.storage.part.SourcePartition;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DeadLetterFormatTest {

  private static final UUID TOPIC_ID = new UUID(3, 4);
  private static final int ROOMY = 1 << 20;

  @Test
  void coordinatesReasonAndOriginalsAreKept() {
    byte[] value = "kein Läufer".getBytes(UTF_8);
    RejectedRecord rejected =
        rejected(
            value, List.of(new RecordHeader("h", new byte[] {1}), new RecordHeader("h", null)));

    ProducerRecord<byte[], byte[]> record =
        new DeadLetterFormat("dead", ROOMY).serialize(rejected, null, 0L);

    assertThat(record.topic()).isEqualTo("dead");
    assertThat(record.key()).asString(UTF_8).isEqualTo(TOPIC_ID + "/2/17/3");
    assertThat(record.value()).isEqualTo(value);
    assertThat(record.timestamp()).isNull();
    assertThat(text(record, "runmark.topic")).isEqualTo("runs");
    assertThat(text(record, "runmark.topic-id")).isEqualTo(TOPIC_ID.toString());
    assertThat(text(record, "runmark.partition")).isEqualTo("2");
    assertThat(text(record, "runmark.offset")).isEqualTo("17");
    assertThat(text(record, "runmark.index")).isEqualTo("3");
    assertThat(text(record, "runmark.reason")).isEqualTo("invalid_id");
    assertThat(text(record, "runmark.message")).isEqualTo("id: größer als erlaubt");
    assertThat(text(record, "runmark.time")).isEqualTo("1970-01-01T00:00:01.234Z");
    assertThat(text(record, "runmark.operation")).isEqualTo("patch");
    assertThat(record.headers().lastHeader("runmark.original.key").value()).containsExactly(9, 8);
    assertThat(record.headers().headers("runmark.original.header.h"))
        .extracting(Header::value)
        .containsExactly(new byte[] {1}, null);
    assertThat(record.headers().lastHeader("runmark.value.size")).isNull();
  }

  @Test
  void aValueBeyondTheLimitIsCutAndItsWholeIsToldOf() throws Exception {
    byte[] value = new byte[10_000];
    new Random(7).nextBytes(value);

    ProducerRecord<byte[], byte[]> record =
        new DeadLetterFormat("dead", 5_000).serialize(rejected(value, List.of()), null, 0L);

    assertThat(record.value().length).isBetween(3_000, 4_999);
    assertThat(record.value()).isEqualTo(Arrays.copyOf(value, record.value().length));
    assertThat(text(record, "runmark.value.size")).isEqualTo("10000");
    assertThat(text(record, "runmark.value.sha256"))
        .isEqualTo(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(value)));
  }

  @Test
  void headersThatFillARecordGoBeforeTheCoordinatesDo() {
    RejectedRecord rejected =
        rejected(new byte[] {5}, List.of(new RecordHeader("h", new byte[10_000])));

    ProducerRecord<byte[], byte[]> record =
        new DeadLetterFormat("dead", 5_000).serialize(rejected, null, 0L);

    assertThat(text(record, "runmark.offset")).isEqualTo("17");
    assertThat(record.headers().lastHeader("runmark.original.header.h")).isNull();
    assertThat(record.headers().lastHeader("runmark.original.dropped")).isNotNull();
    assertThat(record.value()).containsExactly(5);
  }

  private static RejectedRecord rejected(byte[] value, List<RecordHeader> headers) {
    RawRecord record =
        new RawRecord(
            new SourcePartition(TOPIC_ID, "runs", 2),
            17,
            Instant.ofEpochMilli(1_234),
            new byte[] {9, 8},
            null,
            headers);
    return new RejectedRecord(
        record, 3, RejectionReason.INVALID_ID, "id: größer als erlaubt", "patch", value);
  }

  private static @Nullable String text(ProducerRecord<byte[], byte[]> record, String name) {
    Header header = record.headers().lastHeader(name);
    return header == null ? null : new String(header.value(), UTF_8);
  }
}
