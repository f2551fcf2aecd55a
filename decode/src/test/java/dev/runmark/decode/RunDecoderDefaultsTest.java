package dev.runmark.decode;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.runmark.decode.record.Origin;
import dev.runmark.decode.record.RawRecord;
import dev.runmark.decode.record.RecordHeader;
import dev.runmark.decode.record.RejectionReason;
import dev.runmark.decode.record.RunEvent;
import dev.runmark.storage.part.Listing;
import dev.runmark.storage.part.RunLine;
import dev.runmark.storage.part.RunStatus;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunDecoderDefaultsTest {

  private static final UUID ID = UUID.fromString("0190a0b0-0000-7000-8000-00000000000a");
  private static final UUID TRACE = UUID.fromString("0190a0b0-0000-7000-8000-0000000000ff");
  private static final UUID PARENT = UUID.fromString("0190a0b0-0000-7000-8000-0000000000ee");
  private static final String TIME = "20261120T091500123456Z";
  private static final String DOTTED =
      TIME + TRACE + "." + TIME + PARENT + ".20261120T091501123Z" + ID;

  @Test
  void everythingThatARunTellsIsListed() {
    String run =
        """
        {"id":"%s","trace_id":"%s","parent_run_id":"%s","name":"ChatÖ","session_name":"p",\
        "run_type":"llm","start_time":"2026-11-20T09:15:00.5","end_time":"2026-11-20T09:15:01Z",\
        "status":"error","inputs":{"id":"not this"},"tags":[]}"""
            .formatted(ID, TRACE, PARENT);
    RunLine line = Decoded.of(run).onlyEvent().line();
    assertThat(line.key().tenant()).isEqualTo("default");
    assertThat(line.key().run()).isEqualTo(ID);
    assertThat(line.trace()).isEqualTo(TRACE);
    assertThat(line.listing())
        .isEqualTo(
            new Listing(
                "p",
                PARENT,
                "ChatÖ",
                "llm",
                RunStatus.ERROR,
                Instant.parse("2026-11-20T09:15:00.5Z"),
                Instant.parse("2026-11-20T09:15:01Z")));
  }

  @Test
  void aCreateThatTellsNothingIsListedByDefaults() {
    RunLine line = Decoded.of("{\"id\":\"" + ID + "\"}").onlyEvent().line();
    assertThat(line.trace()).isEqualTo(ID);
    assertThat(line.listing())
        .isEqualTo(new Listing("default", null, null, null, null, Decoded.TIMESTAMP, null));
  }

  @Test
  void aPatchDecidesOnlyWhatItTells() {
    RunLine line = patch("\"tags\":[\"x\"],\"session_name\":null,\"name\":null").onlyEvent().line();
    assertThat(line.listing()).isEqualTo(Listing.NONE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "x":1                                                      | null    | null
          "error":null                                               | null    | null
          "error":"boom"                                             | ERROR   | ERROR
          "error":"boom","end_time":"2026-11-20T09:15:01Z"           | ERROR   | ERROR
          "end_time":"2026-11-20T09:15:01Z"                          | SUCCESS | SUCCESS
          "end_time":null                                            | null    | null
          "status":"success"                                         | SUCCESS | SUCCESS
          "status":"pending","end_time":"2026-11-20T09:15:01Z"       | PENDING | PENDING
          "status":"error"                                           | ERROR   | ERROR
          "status":"interrupted","end_time":"2026-11-20T09:15:01Z"   | SUCCESS | SUCCESS
          "status":"interrupted"                                     | null    | null
          """)
  void theStatusIsToldOrFollows(String fields, String ofCreate, String ofPatch) {
    assertThat(String.valueOf(create(fields).onlyEvent().line().listing().status()))
        .isEqualTo(ofCreate);
    assertThat(String.valueOf(patch(fields).onlyEvent().line().listing().status()))
        .isEqualTo(ofPatch);
  }

  @ParameterizedTest
  @CsvSource({
    "1763629000123, 2025-11-20T08:56:40.123Z",
    "0, 1970-01-01T00:00:00Z",
    "-1, 1969-12-31T23:59:59.999Z",
    "-62135596800000, 0001-01-01T00:00:00Z",
    "253402300799999, 9999-12-31T23:59:59.999Z"
  })
  void anIntegerIsATimeInMilliseconds(String number, Instant time) {
    String fields = "\"start_time\": " + number + " ,\"end_time\":" + number;
    for (Decoded decoded : List.of(create(fields), patch(fields))) {
      RunEvent event = decoded.onlyEvent();
      assertThat(event.line().listing().startTime()).isEqualTo(time);
      assertThat(event.line().listing().endTime()).isEqualTo(time);
      assertThat(event.line().listing().status()).isEqualTo(RunStatus.SUCCESS);
      assertThat(Decoded.text(event)).isEqualTo(run(fields));
    }
  }

  @Test
  void traceAndParentComeFromTheDottedOrder() {
    String fields = "{\"id\":\"" + ID + "\",\"dotted_order\":\"" + DOTTED + "\"}";
    for (String value : List.of(fields, "{\"operation\":\"patch\",\"run\":" + fields + "}")) {
      RunLine line = Decoded.of(value).onlyEvent().line();
      assertThat(line.trace()).isEqualTo(TRACE);
      assertThat(line.listing().parent()).isEqualTo(PARENT);
    }
  }

  @Test
  void theDottedOrderOfARootHasNoParent() {
    String run = "{\"id\":\"" + ID + "\",\"dotted_order\":\"" + TIME + ID + "\"}";
    RunLine line = Decoded.of(run).onlyEvent().line();
    assertThat(line.trace()).isEqualTo(ID);
    assertThat(line.listing().parent()).isNull();
  }

  @Test
  void aPatchWithoutATraceIsADeadLetter() {
    String run = "{\"operation\":\"patch\",\"run\":{\"id\":\"" + ID + "\",\"name\":\"x\"}}";
    assertThat(Decoded.of(run).onlyRejected().reason()).isEqualTo(RejectionReason.NO_TRACE);
  }

  @Test
  void aPatchWithoutAnIdIsADeadLetter() {
    String run = "{\"operation\":\"patch\",\"run\":{\"trace_id\":\"" + ID + "\"}}";
    assertThat(Decoded.of(run).onlyRejected().reason()).isEqualTo(RejectionReason.INVALID_ID);
  }

  @Test
  void aMissingIdIsDerivedFromTheCoordinatesAndInsertedFirst() {
    Decoded decoded = Decoded.of("[{\"name\":\"x\"},{\"name\":\"x\"}]");
    assertThat(decoded.events)
        .extracting(event -> event.line().key().run())
        .doesNotHaveDuplicates()
        .containsExactly(derived(0), derived(1));
    RunEvent first = decoded.events.get(0);
    assertThat(first.line().trace()).isEqualTo(first.line().key().run());
    assertThat(Decoded.text(first))
        .isEqualTo("{\"id\":\"" + first.line().key().run() + "\",\"name\":\"x\"}");
  }

  @Test
  void aNullIdIsReplacedWhereItStands() {
    RunEvent event = Decoded.of("{\"name\":\"x\", \"id\" : null ,\"y\":1}").onlyEvent();
    assertThat(Decoded.text(event))
        .isEqualTo("{\"name\":\"x\", \"id\" : \"" + event.line().key().run() + "\" ,\"y\":1}");
  }

  /** Stored lines carry it: another derivation would store replayed runs a second time. */
  @Test
  void theDerivationOfIdsNeverChanges() {
    assertThat(derived(0)).hasToString("561b39cc-1e7c-5bd1-aa7b-87ccd55a6552");
  }

  @Test
  void theTenantComesFromTheHeaderOnlyWhereThatIsAllowed() {
    byte[] value = ("{\"id\":\"" + ID + "\"}").getBytes(UTF_8);
    RecordHeader header = new RecordHeader("runmark-tenant", "acmé".getBytes(UTF_8));
    RawRecord record = Decoded.record(value, header);
    TenantPolicy allowed = new TenantPolicy("fallback", true);
    assertThat(tenantOf(record, TenantPolicy.DEFAULT)).isEqualTo("default");
    assertThat(tenantOf(record, allowed)).isEqualTo("acmé");
    assertThat(tenantOf(Decoded.record(value), allowed)).isEqualTo("fallback");
  }

  @Test
  void aTenantHeaderIsANameOrRefusesTheRecord() {
    byte[] value = ("{\"id\":\"" + ID + "\"}").getBytes(UTF_8);
    TenantPolicy allowed = new TenantPolicy("fallback", true);
    byte[][] good = {{' '}, {'~'}, {(byte) 0xc3, (byte) 0xa9}, "a".repeat(256).getBytes(UTF_8)};
    for (byte[] tenant : good) {
      RawRecord record = Decoded.record(value, new RecordHeader(TenantPolicy.HEADER, tenant));
      assertThat(tenantOf(record, allowed)).isEqualTo(new String(tenant, UTF_8));
    }
    byte[][] bad = {null, {}, {'a', 0}, {(byte) 0xff}, {'\n'}, {0x1f}, {0x7f}, {'a', (byte) 0xc3}};
    for (byte[] tenant : bad) {
      RawRecord record = Decoded.record(value, new RecordHeader(TenantPolicy.HEADER, tenant));
      assertThat(Decoded.of(record, DecodeLimits.DEFAULT, allowed).onlyRejected().reason())
          .isEqualTo(RejectionReason.INVALID_FIELD);
    }
    RawRecord tooLong =
        Decoded.record(
            value, new RecordHeader(TenantPolicy.HEADER, "a".repeat(257).getBytes(UTF_8)));
    assertThat(Decoded.of(tooLong, DecodeLimits.DEFAULT, allowed).onlyRejected().message())
        .contains("257 bytes, the limit is 256");
    RecordHeader header = new RecordHeader(TenantPolicy.HEADER, new byte[] {'a'});
    RawRecord twice = Decoded.record(value, header, header);
    assertThat(Decoded.of(twice, DecodeLimits.DEFAULT, allowed).onlyRejected().reason())
        .isEqualTo(RejectionReason.INVALID_FIELD);
  }

  @Test
  void aRecordTimeThatIsNoTimeIsNotListed() {
    byte[] value = ("{\"id\":\"" + ID + "\"}").getBytes(UTF_8);
    for (long millis : new long[] {Long.MAX_VALUE, Long.MIN_VALUE, 9_000_000_000_000_000L}) {
      RawRecord record =
          new RawRecord(Decoded.SOURCE, 1, Instant.ofEpochMilli(millis), null, value, List.of());
      Decoded decoded = Decoded.of(record, DecodeLimits.DEFAULT, TenantPolicy.DEFAULT);
      assertThat(decoded.onlyEvent().line().listing().startTime()).isNull();
    }
  }

  private static UUID derived(int index) {
    return DerivedId.of(
        new Origin(Decoded.SOURCE.topicId(), Decoded.SOURCE.partition(), Decoded.OFFSET, index));
  }

  private static String tenantOf(RawRecord record, TenantPolicy policy) {
    return Decoded.of(record, DecodeLimits.DEFAULT, policy).onlyEvent().line().key().tenant();
  }

  private static Decoded create(String fields) {
    return Decoded.of(run(fields));
  }

  private static Decoded patch(String fields) {
    return Decoded.of("{\"operation\":\"patch\",\"run\":" + run(fields) + "}");
  }

  private static String run(String fields) {
    return "{\"id\":\"" + ID + "\",\"trace_id\":\"" + TRACE + "\"," + fields + "}";
  }
}
