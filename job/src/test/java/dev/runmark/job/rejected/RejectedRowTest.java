package dev.runmark.job.rejected;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.runmark.decode.record.Origin;
import dev.runmark.decode.record.RawRecord;
import dev.runmark.decode.record.RecordHeader;
import dev.runmark.decode.record.RejectedRecord;
import dev.runmark.decode.record.RejectionReason;
import dev.runmark.storage.part.SourcePartition;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RejectedRowTest {

  private static final UUID TOPIC_ID = new UUID(3, 4);

  @Test
  void whatIsKnownOfTheRecordIsTold() {
    RejectedRow row = RejectedRow.of(rejected(3, "id: zu groß", List.of()));

    assertThat(row)
        .isEqualTo(
            new RejectedRow(
                new Origin(TOPIC_ID, 2, 17, 3),
                "runs",
                "invalid_id",
                "id: zu groß",
                "patch",
                null,
                5));
  }

  @Test
  void noTextHoldsWhatPostgresqlRefuses() {
    RejectedRow row = RejectedRow.of(rejected(0, "a\0b\ud800c\udfff", List.of()));

    assertThat(row.message()).isEqualTo("a\ufffdb\ufffdc\ufffd");
  }

  @Test
  void aMessageIsCutBetweenCharacters() {
    RejectedRow row = RejectedRow.of(rejected(0, "😀".repeat(5_000), List.of()));

    assertThat(row.message()).isEqualTo("😀".repeat(1_000));
  }

  @Test
  void theSecondTryOfAnEventTellsWhereTheFirstWas() {
    assertThat(row(0, header("runmark.origin", TOPIC_ID + "/1/5/2")).origin())
        .isEqualTo(new Origin(TOPIC_ID, 1, 5, 2));
  }

  @Test
  void anEventOfAWholeRecordsSecondTryIsThatEventOfTheFirst() {
    assertThat(row(3, header("runmark.origin", TOPIC_ID + "/1/5/-1")).origin())
        .isEqualTo(new Origin(TOPIC_ID, 1, 5, 3));
  }

  @Test
  void anOriginThatIsNoneIsNone() {
    assertThat(row(0, header("runmark.origin", "somewhere")).origin()).isNull();
    assertThat(row(0, new RecordHeader("runmark.origin", null)).origin()).isNull();
    assertThat(row(0, header("other", TOPIC_ID + "/1/5/2")).origin()).isNull();
  }

  private static RejectedRow row(int index, RecordHeader header) {
    return RejectedRow.of(rejected(index, "m", List.of(header)));
  }

  private static RecordHeader header(String name, String value) {
    return new RecordHeader(name, value.getBytes(UTF_8));
  }

  private static RejectedRecord rejected(int index, String message, List<RecordHeader> headers) {
    RawRecord record =
        new RawRecord(
            new SourcePartition(TOPIC_ID, "runs", 2), 17, Instant.EPOCH, null, null, headers);
    return new RejectedRecord(
        record, index, RejectionReason.INVALID_ID, message, "patch", new byte[5]);
  }
}
