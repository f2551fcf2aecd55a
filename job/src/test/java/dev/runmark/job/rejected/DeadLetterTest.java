package dev.runmark.job.rejected;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.runmark.decode.record.Origin;
import dev.runmark.decode.record.RecordHeader;
import dev.runmark.decode.record.RejectedRecord;
import dev.runmark.decode.record.RejectionReason;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeadLetterTest {

  private static final UUID TOPIC_ID = new UUID(3, 4);
  private static final byte[] VALUE = "{\"läuft\":".getBytes(UTF_8);

  @Test
  void whatIsReadBackIsWhatWasWritten() {
    RejectedRecord rejected =
        DeadLetters.rejected(
            new Origin(TOPIC_ID, 2, 17, 1),
            "runs",
            new byte[] {9},
            VALUE,
            header("runmark-tenant", "acme"),
            new RecordHeader("h", null));

    DeadLetter letter = read(DeadLetters.letter("dead", rejected));

    assertThat(letter.row()).isEqualTo(RejectedRow.of(rejected));
    assertThat(letter.originalKey()).containsExactly(9);
    assertThat(letter.value()).isEqualTo(VALUE);
    assertThat(letter.cut()).isFalse();
    assertThat(letter.stripped()).isFalse();
  }

  @Test
  void theNextTryIsTheOriginalWithItsOrigin() {
    DeadLetter letter =
        letter(
            -1,
            header("runmark-tenant", "acme"),
            new RecordHeader("h", new byte[] {0, -1}),
            new RecordHeader("h", null));

    ProducerRecord<byte[], byte[]> again = letter.again();

    assertThat(again.topic()).isEqualTo("runs");
    assertThat(again.partition()).isEqualTo(2);
    assertThat(again.key()).containsExactly(9);
    assertThat(again.value()).isEqualTo(VALUE);
    assertThat(again.timestamp()).isNull();
    assertThat(names(again)).containsExactly("runmark-tenant", "h", "h", "runmark.origin");
    assertThat(again.headers().headers("h"))
        .extracting(Header::value)
        .containsExactly(new byte[] {0, -1}, null);
    assertThat(text(again, "runmark-tenant")).isEqualTo("acme");
    assertThat(text(again, "runmark.origin")).isEqualTo(TOPIC_ID + "/2/17/-1");
  }

  @Test
  void theNextTryOfAnEventSaysWhatItWas() {
    ProducerRecord<byte[], byte[]> again = letter(3).again();

    assertThat(text(again, "runmark.origin")).isEqualTo(TOPIC_ID + "/2/17/3");
    assertThat(text(again, "runmark.origin.operation")).isEqualTo("create");
  }

  @Test
  void theOriginStaysTheFirstHoweverOftenItIsTried() {
    DeadLetter second = letter(0, header("runmark.origin", TOPIC_ID + "/2/5/3"));
    DeadLetter third = letter(0, header("runmark.origin", text(second.again(), "runmark.origin")));

    assertThat(text(third.again(), "runmark.origin")).isEqualTo(TOPIC_ID + "/2/5/3");
    assertThat(names(third.again()))
        .containsExactlyInAnyOrder("runmark.origin", "runmark.origin.operation");
    assertThat(third.key()).isEqualTo(new Origin(TOPIC_ID, 2, 17, 0));
  }

  @Test
  void aSecondTryThatIsRejectedWholeIsStillWhatItWas() {
    DeadLetter second =
        letter(
            -1,
            header("runmark.origin", TOPIC_ID + "/2/5/3"),
            header("runmark.origin.operation", "patch"));

    assertThat(text(second.again(), "runmark.origin.operation")).isEqualTo("patch");
  }

  @Test
  void aCutValueIsKnownToBeOne() {
    RejectedRecord rejected =
        DeadLetters.rejected(new Origin(TOPIC_ID, 2, 17, -1), "runs", null, new byte[10_000]);

    DeadLetter letter = read(DeadLetters.letter("dead", 5_000, rejected));

    assertThat(letter.cut()).isTrue();
    assertThat(letter.row().size()).isEqualTo(10_000);
  }

  @Test
  void droppedHeadersAreKnownToBeMissing() {
    RejectedRecord rejected =
        DeadLetters.rejected(
            new Origin(TOPIC_ID, 2, 17, -1),
            "runs",
            null,
            VALUE,
            new RecordHeader("h", new byte[10_000]));

    assertThat(read(DeadLetters.letter("dead", 5_000, rejected)).stripped()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"runmark.topic", "runmark.reason", "key", "value"})
  void aRecordWithoutThatIsNone(String missing) {
    ProducerRecord<byte[], byte[]> whole =
        DeadLetters.letter(
            "dead", DeadLetters.rejected(new Origin(TOPIC_ID, 2, 17, -1), "runs", null, VALUE));
    whole.headers().remove(missing);
    byte[] key = missing.equals("key") ? null : whole.key();
    byte[] value = missing.equals("value") ? null : whole.value();

    assertThat(consumed(key, value, whole)).isNull();
  }

  /** Each header by itself: they are public. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "runmark.topic=runs",
        "runmark.topic-id=00000000-0000-0003-0000-000000000004",
        "runmark.partition=2",
        "runmark.offset=17",
        "runmark.index=3",
        "runmark.reason=not_json",
        "runmark.message=no JSON",
        "runmark.time=1970-01-01T00:00:00Z",
        "runmark.operation=create",
        "runmark.original.key=\t",
        "runmark.original.header.traceparent=00-aa"
      })
  void aDeadLetterCarries(String expected) {
    RejectedRecord rejected =
        DeadLetters.rejected(
            new Origin(TOPIC_ID, 2, 17, 3),
            "runs",
            new byte[] {9},
            VALUE,
            header("traceparent", "00-aa"));
    assertThat(rejected.reason()).isEqualTo(RejectionReason.NOT_JSON);

    String name = expected.substring(0, expected.indexOf('='));
    assertThat(name + "=" + text(DeadLetters.letter("dead", rejected), name)).isEqualTo(expected);
  }

  private static DeadLetter letter(int index, RecordHeader... headers) {
    return read(
        DeadLetters.letter(
            "dead",
            DeadLetters.rejected(
                new Origin(TOPIC_ID, 2, 17, index), "runs", new byte[] {9}, VALUE, headers)));
  }

  private static DeadLetter read(ProducerRecord<byte[], byte[]> written) {
    DeadLetter letter = consumed(written.key(), written.value(), written);
    assertThat(letter).isNotNull();
    return letter;
  }

  private static @Nullable DeadLetter consumed(
      byte @Nullable [] key, byte @Nullable [] value, ProducerRecord<byte[], byte[]> written) {
    return DeadLetter.read(
        new ConsumerRecord<>(
            "dead",
            0,
            0,
            0L,
            TimestampType.CREATE_TIME,
            0,
            0,
            key,
            value,
            written.headers(),
            Optional.empty()));
  }

  private static RecordHeader header(String name, String value) {
    return new RecordHeader(name, value.getBytes(UTF_8));
  }

  private static List<String> names(ProducerRecord<byte[], byte[]> record) {
    return StreamSupport.stream(record.headers().spliterator(), false).map(Header::key).toList();
  }

  private static String text(ProducerRecord<byte[], byte[]> record, String name) {
    return new String(record.headers().lastHeader(name).value(), UTF_8);
  }
}
