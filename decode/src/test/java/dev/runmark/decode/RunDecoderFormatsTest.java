package dev.runmark.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.runmark.decode.record.Operation;
import dev.runmark.decode.record.RecordHeader;
import dev.runmark.decode.record.RejectedRecord;
import dev.runmark.decode.record.RejectionReason;
import dev.runmark.decode.record.RunEvent;
import dev.runmark.storage.part.EventSpan;
import dev.runmark.storage.part.RunLine;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RunDecoderFormatsTest {

  /** Each of the dead letters would repeat the header. */
  @Test
  void manyBadEventsUnderALargeHeaderAreOneDeadLetter() {
    byte[] value =
        ("[" + "7,".repeat(99) + "{\"id\":\"" + UUID.randomUUID() + "\"}]")
            .getBytes(StandardCharsets.UTF_8);
    RecordHeader small = new RecordHeader("h", new byte[600_000]);
    RecordHeader large = new RecordHeader("h", new byte[700_000]);

    Decoded apart =
        Decoded.of(Decoded.record(value, small), DecodeLimits.DEFAULT, TenantPolicy.DEFAULT);
    assertThat(apart.rejected).hasSize(99);
    assertThat(apart.events).hasSize(1);

    Decoded whole =
        Decoded.of(Decoded.record(value, large), DecodeLimits.DEFAULT, TenantPolicy.DEFAULT);
    assertThat(whole.onlyRejected().index()).isEqualTo(-1);
    assertThat(whole.onlyRejected().reason()).isEqualTo(RejectionReason.TOO_MANY_EVENTS);
    assertThat(whole.onlyRejected().value()).isEqualTo(value);
  }

  private static final String A = "0190a0b0-0000-7000-8000-00000000000a";
  private static final String B = "0190a0b0-0000-7000-8000-00000000000b";
  private static final String TRACE = "0190a0b0-0000-7000-8000-0000000000ff";
  private static final String OF_TRACE = "\"trace_id\":\"" + TRACE + "\"";

  @ParameterizedTest(name = "{0}")
  @MethodSource({"singles", "severals", "identities"})
  void eachFormatGivesItsEventsInOrderOfPosition(String name, String value, List<String> expected) {
    Decoded decoded = Decoded.of(value);
    assertThat(decoded.rejected).isEmpty();
    assertThat(decoded.events.stream().map(RunDecoderFormatsTest::described))
        .containsExactlyElementsOf(expected);
  }

  static Stream<Arguments> singles() {
    return Stream.of(
        Arguments.of("bare run", run(A), List.of("create a 0")),
        Arguments.of("minimal run", "{\"inputs\":{}}", List.of("create ? 0")),
        Arguments.of("post", envelope("post", run(A)), List.of("create a 0")),
        Arguments.of("patch", envelope("patch", run(A)), List.of("patch a 0")),
        Arguments.of("complete", envelope("complete", run(A)), List.of("complete a 0")),
        Arguments.of(
            "run before operation",
            "{\"run\":" + run(A) + ",\"operation\":\"patch\",\"more\":[1]}",
            List.of("patch a 0")),
        Arguments.of(
            "a run that has fields like an envelope",
            "{\"id\":\"" + A + "\",\"operation\":\"patch\",\"run\":{},\"post\":[1]}",
            List.of("create a 0")),
        Arguments.of(
            "the same, id last",
            "{\"operation\":\"patch\",\"run\":{},\"post\":[1],\"id\":\"" + A + "\"}",
            List.of("create a 0")));
  }

  static Stream<Arguments> severals() {
    return Stream.of(
        Arguments.of(
            "batch",
            batch(run(A) + "," + run(B), run(A)),
            List.of("create a 0", "create b 0", "patch a 1")),
        Arguments.of(
            "patches before posts in the document",
            "{\"patch\":[" + run(A) + "," + run(B) + "],\"post\":[" + run(A) + "]}",
            List.of("patch b 0", "create a 0", "patch a 1")),
        Arguments.of("patches only", "{\"patch\":[" + run(A) + "]}", List.of("patch a 0")),
        Arguments.of(
            "null post", "{\"post\":null,\"patch\":[" + run(A) + "]}", List.of("patch a 0")),
        Arguments.of(
            "array", "[" + run(A) + ", " + run(B) + "]", List.of("create a 0", "create b 0")),
        Arguments.of(
            "array of envelopes",
            "[" + envelope("patch", run(A)) + "," + envelope("post", run(A)) + "]",
            List.of("create a 0", "patch a 1")),
        Arguments.of(
            "NDJSON", run(A) + "\n\r\n" + run(B) + "\n", List.of("create a 0", "create b 0")),
        Arguments.of(
            "NDJSON of envelopes",
            envelope("complete", run(A)) + "\n" + envelope("patch", run(B)),
            List.of("complete a 0", "patch b 0")));
  }

  static Stream<Arguments> identities() {
    String patch = "\"operation\":\"patch\",\"run\":" + run(A);
    String posts = "\"post\":[" + run(A) + "," + run(B) + "]";
    return Stream.of(
        Arguments.of(
            "envelope behind a trace", "{" + OF_TRACE + "," + patch + "}", List.of("patch a 0")),
        Arguments.of(
            "envelope before a trace", "{" + patch + "," + OF_TRACE + "}", List.of("patch a 0")),
        Arguments.of(
            "envelope with an order",
            "{\"dotted_order\":\"x\"," + patch + "}",
            List.of("patch a 0")),
        Arguments.of(
            "envelope with a null id", "{\"id\":null," + patch + "}", List.of("patch a 0")),
        Arguments.of(
            "a run of a trace whose field run is no object",
            "{" + OF_TRACE + ",\"operation\":\"patch\",\"run\":7}",
            List.of("create ? 0")),
        Arguments.of(
            "a run of a trace that has no operation",
            "{\"run\":" + run(A) + "," + OF_TRACE + "}",
            List.of("create ? 0")),
        Arguments.of(
            "batch behind a null id",
            "{\"id\":null," + posts + "}",
            List.of("create a 0", "create b 0")),
        Arguments.of(
            "batch before nulls",
            "{" + posts + ",\"trace_id\":null,\"dotted_order\":null,\"id\":null}",
            List.of("create a 0", "create b 0")),
        Arguments.of(
            "a run of a trace with a field like a batch's",
            "{" + OF_TRACE + "," + posts + "}",
            List.of("create ? 0")));
  }

  @Test
  void theLineOfASingleRunIsTheRecordItself() {
    byte[] value = (" " + run(A) + "\n").getBytes(StandardCharsets.UTF_8);
    RunLine line = Decoded.of(value).onlyEvent().line();
    assertThat(line.bytes()).isSameAs(value);
    assertThat(line.offset()).isEqualTo(1);
    assertThat(line.length()).isEqualTo(value.length - 2);
    assertThat(line.source()).isEqualTo(Decoded.SOURCE);
    assertThat(line.span()).isEqualTo(EventSpan.ofCreate(42 * 256));
  }

  @Test
  void theLinesOfABatchAreSlicesOfTheRecord() {
    byte[] value = batch(run(A), run(B)).getBytes(StandardCharsets.UTF_8);
    List<RunEvent> events = Decoded.of(value).events;
    assertThat(events).allSatisfy(event -> assertThat(event.line().bytes()).isSameAs(value));
    assertThat(events).extracting(Decoded::text).containsExactly(run(A), run(B));
  }

  @Test
  void aCompleteRunCoversWhatCameBefore() {
    assertThat(Decoded.of(envelope("complete", run(A))).onlyEvent().line().span())
        .isEqualTo(EventSpan.ofComplete(42 * 256));
  }

  @Test
  void oneBadRunOfABatchIsADeadLetterByItself() {
    String bad = "{\"id\":\"x\",\"name\":\"é\"}";
    Decoded decoded = Decoded.of(batch(run(A) + "," + bad + ",7", run(B)));
    assertThat(decoded.events).extracting(Decoded::text).containsExactly(run(A), run(B));
    assertThat(decoded.rejected)
        .extracting(RejectedRecord::index, RejectedRecord::reason, RejectedRecord::operation)
        .containsExactly(
            tuple(1, RejectionReason.INVALID_ID, "create"),
            tuple(2, RejectionReason.NOT_A_RUN, "create"));
    assertThat(decoded.rejected.get(0).value()).isEqualTo(bad.getBytes(StandardCharsets.UTF_8));
    assertThat(decoded.rejected.get(0).record().value()).isNull();
    assertThat(decoded.rejected.get(0).message())
        .isEqualTo("decode of runs/3@41, event 1: id: 1 bytes, no UUID");
  }

  @Test
  void aMalformedBatchIsOneDeadLetterAndNothingOfItIsEmitted() {
    String value = batch(run(A), run(B)) + "]";
    RejectedRecord rejected = Decoded.of(value).onlyRejected();
    assertThat(rejected.index()).isEqualTo(-1);
    assertThat(rejected.reason()).isEqualTo(RejectionReason.NOT_JSON);
    assertThat(rejected.operation()).isNull();
    assertThat(rejected.value()).isEqualTo(value.getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "{}",
        "{\"post\":[],\"patch\":[]}",
        "{\"post\":{},\"patch\":[]}",
        "{\"post\":[],\"patch\":7}",
        "{\"operation\":\"post\",\"run\":7}",
        "{\"operation\":\"post\",\"run\":null}",
        "{\"operation\":\"post\",\"run\":{}}",
        "{\"operation\":\"delete\",\"run\":{\"name\":\"x\"}}",
        "{\"operation\":7,\"run\":{\"name\":\"x\"}}",
        "{\"run\":{\"name\":\"x\"}}",
        "{\"hello\":\"world\"}",
        "[7]",
        "[[{\"name\":\"x\"}]]",
        "7",
        "\"text\"",
        "null"
      })
  void whatCarriesNoRunIsADeadLetter(String value) {
    assertThat(Decoded.of(value).onlyRejected().reason()).isEqualTo(RejectionReason.NOT_A_RUN);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"operation\":\"post\",\"operation\":\"patch\",\"run\":{\"name\":\"x\"}}",
        "{\"run\":{\"name\":\"x\"},\"operation\":\"post\",\"r\\u0075n\":{\"name\":\"y\"}}",
        "{\"post\":[{\"name\":\"x\"}],\"post\":[{\"name\":\"y\"}]}"
      })
  void aKeyThatStandsTwiceAroundRunsRefusesTheRecord(String value) {
    RejectedRecord rejected = Decoded.of(value).onlyRejected();
    assertThat(rejected.reason()).isEqualTo(RejectionReason.DUPLICATE_KEY);
    assertThat(rejected.index()).isEqualTo(-1);
  }

  /** It once stopped the job, at each restart again: a run without an operation. */
  @Test
  void aFieldNamedRunInABatchBodyIsNoEvent() {
    String between = "{\"run\":{\"id\":\"%1$s\"},\"post\":[{\"id\":\"%2$s\"}, 7]}".formatted(B, A);
    Decoded decoded = Decoded.of(between);
    assertThat(decoded.events)
        .singleElement()
        .extracting(Decoded::text)
        .isEqualTo("{\"id\":\"" + A + "\"}");
    assertThat(decoded.rejected).singleElement().extracting(RejectedRecord::index).isEqualTo(1);

    Decoded alone = Decoded.of("{\"post\":[],\"run\":{\"id\":\"" + B + "\"}}");
    assertThat(alone.onlyRejected().reason()).isEqualTo(RejectionReason.NOT_A_RUN);
    assertThat(alone.onlyRejected().index()).isEqualTo(-1);

    Decoded twice = Decoded.of(between.replace("\"id\":\"" + B, "\"x\":1,\"x\":2,\"id\":\"" + B));
    assertThat(twice.onlyRejected().reason()).isEqualTo(RejectionReason.DUPLICATE_KEY);
    assertThat(twice.onlyRejected().index()).isEqualTo(-1);
  }

  @Test
  void twoRunsOnOneLineAreNoNdjson() {
    assertThat(Decoded.of(run(A) + " " + run(B)).onlyRejected().reason())
        .isEqualTo(RejectionReason.NOT_JSON);
  }

  @Test
  void eventsOfOneRunBeyond256AreDeadLetters() {
    String patches = String.join(",", Collections.nCopies(257, run(A)));
    Decoded decoded = Decoded.of(batch(run(A) + "," + run(B), patches));
    assertThat(decoded.events).hasSize(257);
    assertThat(decoded.events)
        .extracting(event -> event.line().span().hi())
        .isSorted()
        .startsWith(42L * 256, 42L * 256, 42L * 256 + 1)
        .endsWith(42L * 256 + 255);
    assertThat(decoded.rejected)
        .extracting(RejectedRecord::index, RejectedRecord::reason)
        .containsExactly(
            tuple(257, RejectionReason.TOO_MANY_EVENTS),
            tuple(258, RejectionReason.TOO_MANY_EVENTS));
  }

  private static String described(RunEvent event) {
    String id = event.line().key().run().toString();
    String letter = id.equals(A) ? "a" : id.equals(B) ? "b" : "?";
    long position = event.line().span().hi();
    assertThat(position / 256).isEqualTo(Decoded.OFFSET + 1);
    assertThat(event.line().span().created()).isEqualTo(event.operation() != Operation.PATCH);
    return event.operation().word() + " " + letter + " " + position % 256;
  }

  private static String run(String id) {
    return "{\"id\":\"" + id + "\",\"trace_id\":\"" + TRACE + "\",\"inputs\":{\"q\":\"é, 😀\"}}";
  }

  private static String envelope(String operation, String run) {
    return "{\"operation\":\"" + operation + "\",\"run\":" + run + "}";
  }

  private static String batch(String posts, String patches) {
    return "{\"post\":[" + posts + "],\"patch\":[" + patches + "]}";
  }
}
