package dev.runmark.decode;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.runmark.decode.record.Operation;
import dev.runmark.decode.record.Origin;
import dev.runmark.decode.record.RawRecord;
import dev.runmark.decode.record.RecordHeader;
import dev.runmark.decode.record.RedriveHeaders;
import dev.runmark.decode.record.RejectedRecord;
import dev.runmark.decode.record.RejectionReason;
import dev.runmark.decode.record.RunEvent;
import dev.runmark.storage.part.EventSpan;
import dev.runmark.storage.part.SourcePartition;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Dead letters that are sent again. */
class RedriveTest {

  private static final UUID ID = UUID.fromString("0190a0b0-0000-7000-8000-00000000000a");
  private static final String RUN = "{\"id\":\"" + ID + "\",\"trace_id\":\"" + ID + "\",\"x\":1}";
  private static final String NAMELESS = "{\"name\":\"x\"}";

  /** The first try was elsewhere: another topic of the same name, say. */
  private static final SourcePartition FIRST =
      new SourcePartition(UUID.fromString("b1b2c3d4-0000-4000-8000-000000000002"), "runs", 7);

  private static final long OFFSET = 5;

  @ParameterizedTest
  @CsvSource({"create, CREATE", "patch, PATCH", "complete, CREATE"})
  void theHeaderTellsTheOperationAndACompleteRunCountsAsACreate(String told, Operation counted) {
    RunEvent event = decoded(RUN, origin(3), told).onlyEvent();
    long position = EventSpan.position(Decoded.OFFSET, 0);
    assertThat(event.operation()).isEqualTo(counted);
    assertThat(event.line().span())
        .isEqualTo(
            counted == Operation.PATCH
                ? EventSpan.ofPatch(position)
                : EventSpan.ofCreate(position));
    assertThat(event.line().source()).isEqualTo(Decoded.SOURCE);
    assertThat(Decoded.text(event)).isEqualTo(RUN);
  }

  @ParameterizedTest
  @EnumSource(Operation.class)
  void aSingleEventIsARunWhateverFieldsItHas(Operation operation) {
    String run =
        "{\"trace_id\":\"%s\",\"id\":\"%s\",\"operation\":\"patch\",\"run\":{\"id\":7},\"post\":[1]}"
            .formatted(ID, ID);
    RunEvent event = decoded(run, origin(0), operation.word()).onlyEvent();
    assertThat(event.line().key().run()).isEqualTo(ID);
    assertThat(Decoded.text(event)).isEqualTo(run);
    String envelope = "{\"operation\":\"patch\",\"run\":" + RUN + ",\"name\":\"x\"}";
    assertThat(Decoded.text(decoded(envelope, origin(0), "create").onlyEvent()))
        .endsWith(envelope.substring(1));
  }

  @Test
  void aMissingIdIsTheOneOfTheFirstTry() {
    String batch = "[{\"name\":\"w\"}," + NAMELESS + "]";
    Decoded first = Decoded.of(at(FIRST, batch), DecodeLimits.DEFAULT, TenantPolicy.DEFAULT);
    UUID derived = first.events.get(1).line().key().run();
    RunEvent event = decoded(NAMELESS, origin(1), "create").onlyEvent();
    assertThat(event.line().key().run()).isEqualTo(derived);
    assertThat(Decoded.text(event)).isEqualTo(Decoded.text(first.events.get(1)));
    assertThat(decoded(NAMELESS, origin(0), "create").onlyEvent().line().key().run())
        .isNotEqualTo(derived);
  }

  @Test
  void aWholeRecordIsReadAsAnyOtherWithTheIdsOfItsFirstTry() {
    String batch = "{\"patch\":[" + RUN + "],\"post\":[{\"name\":\"w\"}," + NAMELESS + "]}";
    Decoded first = Decoded.of(at(FIRST, batch), DecodeLimits.DEFAULT, TenantPolicy.DEFAULT);
    Decoded again = decoded(batch, origin(-1), null);
    assertThat(again.rejected).isEmpty();
    assertThat(again.events).hasSize(3);
    assertThat(again.events)
        .extracting(event -> event.operation() + Decoded.text(event))
        .containsExactlyElementsOf(
            first.events.stream().map(event -> event.operation() + Decoded.text(event)).toList());
  }

  @Test
  void completeRunsOfAWholeRecordCountAsCreates() {
    String record = "{\"operation\":\"complete\",\"run\":" + RUN + "}";
    RunEvent event = decoded(record, origin(-1), null).onlyEvent();
    assertThat(event.operation()).isEqualTo(Operation.CREATE);
    assertThat(event.line().span())
        .isEqualTo(EventSpan.ofCreate(EventSpan.position(Decoded.OFFSET, 0)));
  }

  @Test
  void whatFailsAgainKeepsItsOriginAndWhatItWas() {
    RejectedRecord rejected = decoded("{\"id\":7}", origin(3), "complete").onlyRejected();
    assertThat(rejected.reason()).isEqualTo(RejectionReason.INVALID_ID);
    assertThat(rejected.index()).isZero();
    assertThat(rejected.operation()).isEqualTo("complete");
    assertThat(rejected.record().headers())
        .extracting(header -> header.name() + "=" + new String(header.value(), UTF_8))
        .containsExactly(
            RedriveHeaders.ORIGIN + "=" + origin(3), RedriveHeaders.OPERATION + "=complete");
  }

  @ParameterizedTest
  @CsvSource({"7, NOT_A_RUN", "{\"x\":1}{}, NOT_JSON", "[], NOT_A_RUN", "{\"x\":1}, NOT_A_RUN"})
  void aSingleEventThatIsNoRunIsADeadLetterAgain(String value, RejectionReason reason) {
    assertThat(decoded(value, origin(0), "patch").onlyRejected().reason()).isEqualTo(reason);
  }

  @Test
  void aPatchWithoutAnIdStaysADeadLetter() {
    assertThat(decoded("{\"trace_id\":\"" + ID + "\"}", origin(0), "patch").onlyRejected().reason())
        .isEqualTo(RejectionReason.INVALID_ID);
  }

  @Test
  void theTenantComesFromItsHeaderAsEver() {
    RawRecord record =
        Decoded.record(
            RUN.getBytes(UTF_8),
            header(RedriveHeaders.ORIGIN, origin(0).toString()),
            header(TenantPolicy.HEADER, "acme"),
            header(RedriveHeaders.OPERATION, "create"));
    Decoded decoded = Decoded.of(record, DecodeLimits.DEFAULT, new TenantPolicy("other", true));
    assertThat(decoded.onlyEvent().line().key().tenant()).isEqualTo("acme");
  }

  @Test
  void aTombstoneStaysOne() {
    RawRecord record = Decoded.record(null, header(RedriveHeaders.ORIGIN, "nonsense"));
    assertThat(Decoded.of(record, DecodeLimits.DEFAULT, TenantPolicy.DEFAULT).tombstones)
        .hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "b1b2c3d4-0000-4000-8000-000000000002/7/5",
        "b1b2c3d4-0000-4000-8000-000000000002/7/5/0/0",
        "b1b2c3d4-0000-4000-8000-000000000002/7/5/-2",
        "b1b2c3d4-0000-4000-8000-000000000002/7/-1/0",
        "b1b2c3d4-0000-4000-8000-000000000002/-7/5/0",
        "b1b2c3d4-0000-4000-8000-000000000002/7/05/0",
        "b1b2c3d4-0000-4000-8000-000000000002/7/+5/0",
        "b1b2c3d4-0000-4000-8000-000000000002/7/5/0 ",
        "b1b2c3d4-0000-4000-8000-000000000002/7/9223372036854775808/0",
        "B1B2C3D4-0000-4000-8000-000000000002/7/5/0",
        "1-1-1-1-1/7/5/0",
        "b1b2c3d4-0000-4000-8000-000000000002/7/٥/0"
      })
  void anOriginThatIsNoneRefusesTheRecord(String origin) {
    assertRefused(
        header(RedriveHeaders.ORIGIN, origin), header(RedriveHeaders.OPERATION, "create"));
  }

  @Test
  void headersThatDoNotFitEachOtherRefuseTheRecord() {
    RecordHeader one = header(RedriveHeaders.ORIGIN, origin(0).toString());
    RecordHeader whole = header(RedriveHeaders.ORIGIN, origin(-1).toString());
    RecordHeader create = header(RedriveHeaders.OPERATION, "create");
    assertRefused(one);
    assertRefused(whole, create);
    assertRefused(create);
    assertRefused(one, one, create);
    assertRefused(one, create, create);
    assertRefused(one, header(RedriveHeaders.OPERATION, "Create"));
    assertRefused(one, header(RedriveHeaders.OPERATION, "post"));
    assertRefused(one, new RecordHeader(RedriveHeaders.OPERATION, null));
    assertRefused(new RecordHeader(RedriveHeaders.ORIGIN, null), create);
  }

  @Test
  void anEventThatFailsAgainOutOfAWholeRecordHasAnOriginOfItsOwn() {
    assertThat(origin(-1).ofEvent(4)).isEqualTo(origin(4));
    assertThat(origin(-1).ofEvent(-1)).isEqualTo(origin(-1));
    assertThat(origin(2).ofEvent(0)).isEqualTo(origin(2));
    assertThat(origin(2).ofEvent(-1)).isEqualTo(origin(2));
  }

  private static void assertRefused(RecordHeader... headers) {
    RawRecord record = Decoded.record(RUN.getBytes(UTF_8), headers);
    RejectedRecord rejected =
        Decoded.of(record, DecodeLimits.DEFAULT, TenantPolicy.DEFAULT).onlyRejected();
    assertThat(rejected.reason()).isEqualTo(RejectionReason.INVALID_FIELD);
    assertThat(rejected.index()).isEqualTo(-1);
    assertThat(rejected.message()).contains("header runmark.origin").hasSizeLessThan(200);
    assertThat(rejected.record().headers()).containsExactly(headers);
  }

  private static Decoded decoded(String value, Origin origin, String operation) {
    RecordHeader first = header(RedriveHeaders.ORIGIN, origin.toString());
    RawRecord record =
        operation == null
            ? Decoded.record(value.getBytes(UTF_8), first)
            : Decoded.record(
                value.getBytes(UTF_8), first, header(RedriveHeaders.OPERATION, operation));
    return Decoded.of(record, DecodeLimits.DEFAULT, TenantPolicy.DEFAULT);
  }

  private static RawRecord at(SourcePartition source, String value) {
    return new RawRecord(source, OFFSET, Decoded.TIMESTAMP, null, value.getBytes(UTF_8), List.of());
  }

  private static Origin origin(int index) {
    return new Origin(FIRST.topicId(), FIRST.partition(), OFFSET, index);
  }

  private static RecordHeader header(String name, String value) {
    return new RecordHeader(name, value.getBytes(UTF_8));
  }
}
