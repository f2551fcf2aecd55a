package dev.runmark.job.decode;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runmark.job.record.RejectedRecord;
import dev.runmark.job.record.RejectionReason;
import dev.runmark.job.record.RunEvent;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One test an input; the names begin with the input's number in the catalogue of bad input. */
class BadInputTest {

  private static final UUID ID = UUID.fromString("0190a0b0-0000-7000-8000-00000000000a");

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "0xff, ff",
    "overlong, c0af",
    "overlong of three, e08080",
    "CESU surrogates, eda0bdedb880",
    "cut sequence, e282",
    "above U+10FFFF, f4908080"
  })
  void i1InvalidUtf8(String name, String hex) {
    byte[] bad = HexFormat.of().parseHex(hex);
    byte[] value = "{\"name\":\"??????\"}".getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(bad, 0, value, 9, bad.length);
    assertWhole(Decoded.of(value), RejectionReason.NOT_UTF8);
    assertWhole(Decoded.of(bad), RejectionReason.NOT_UTF8);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\n", " \t\r\n "})
  void i1EmptyOrBlank(String value) {
    assertWhole(Decoded.of(value), RejectionReason.NOT_JSON);
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16BE", "UTF-16LE", "UTF-16", "UTF-32BE"})
  void i1OtherEncodings(String charset) {
    RejectedRecord rejected =
        Decoded.of("{\"name\":\"x\"}".getBytes(Charset.forName(charset))).onlyRejected();
    assertThat(rejected.reason()).isIn(RejectionReason.NOT_JSON, RejectionReason.NOT_UTF8);
  }

  @Test
  void i1ByteOrderMark() {
    assertWhole(Decoded.of("\uFEFF{\"name\":\"x\"}"), RejectionReason.NOT_JSON);
  }

  @Test
  void i2RawNul() {
    assertWhole(Decoded.of("{\"name\":\"a\0b\"}"), RejectionReason.NOT_JSON);
    assertWhole(Decoded.of("{\"name\":\"ab\"}\0"), RejectionReason.NOT_JSON);
  }

  @ParameterizedTest
  @ValueSource(strings = {"name", "session_name", "run_type"})
  void i2EscapedNulInAnIndexedField(String field) {
    assertEvent(Decoded.of(run("\"" + field + "\":\"a\\u0000\"")), RejectionReason.INVALID_FIELD);
  }

  @Test
  void i2EscapedNulInAnId() {
    assertEvent(Decoded.of("{\"id\":\"\\u0000\"}"), RejectionReason.INVALID_ID);
  }

  @Test
  void i2EscapedNulInAPayloadIsKept() {
    String value = run("\"inputs\":{\"\\u0000\":\"\\u0000\"}");
    assertThat(Decoded.text(Decoded.of(value).onlyEvent())).isEqualTo(value);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\\ud83d", "\\ude00", "\\ude00\\ud83d", "a\\uD83Dz", "\\ud83d\\ud83d\\ude00"})
  void i3LoneSurrogateEscapes(String text) {
    for (String field : new String[] {"name", "session_name", "run_type"}) {
      assertEvent(
          Decoded.of(run("\"" + field + "\":\"" + text + "\"")), RejectionReason.INVALID_FIELD);
    }
    String value = run("\"inputs\":\"" + text + "\"");
    assertThat(Decoded.text(Decoded.of(value).onlyEvent())).isEqualTo(value);
  }

  @Test
  void i3PairsOfSurrogateEscapesAreCharacters() {
    RunEvent event = Decoded.of(run("\"name\":\"a\\ud83d\\ude00\\u00e9\\n\"")).onlyEvent();
    assertThat(event.line().listing().name()).isEqualTo("a😀é\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hello",
        "{\"name\":\"x\"} trailing",
        "{\"name\":\"x\"}{\"name\":\"y\"}",
        "{\"name\":\"x\"}\n[]",
        "[{\"name\":\"x\"}]\n[{\"name\":\"x\"}]",
        "{\"name\":NaN}",
        "{\"name\":-Infinity}",
        "{/* c */\"name\":\"x\"}",
        "{\"name\":\"x\"} // c",
        "{\"name\":\"a\nb\"}",
        "{\"name\":\"a\tb\"}",
        "{'name':'x'}",
        "{\"name\":\"x\",}",
        "{\"name\":\"x\"",
        "{\"name\":\"x",
        "<run/>"
      })
  void i4NotJson(String value) {
    assertWhole(Decoded.of(value), RejectionReason.NOT_JSON);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"name\":1,\"name\":2",
        "\"x\":1,\"\\u0078\":2",
        "\"\":1,\"\":2",
        "\"é\":1,\"\\u00e9\":2"
      })
  void i5DuplicateKeys(String fields) {
    assertEvent(Decoded.of(run(fields)), RejectionReason.DUPLICATE_KEY);
  }

  @Test
  void i5Nesting() {
    assertThat(Decoded.of(run("\"inputs\":" + nested(499))).events).hasSize(1);
    assertWhole(Decoded.of(run("\"inputs\":" + nested(500))), RejectionReason.TOO_DEEP);
    assertWhole(Decoded.of("[".repeat(1_000_000)), RejectionReason.TOO_DEEP);
    assertWhole(Decoded.of("{\"name\":".repeat(1_000_000)), RejectionReason.TOO_DEEP);
  }

  @Test
  void i5NestingCountsFromTheRun() {
    String run = run("\"inputs\":" + nested(499));
    assertThat(Decoded.of("{\"post\":[" + run + "]}").events).hasSize(1);
  }

  @Test
  void i5Numbers() {
    assertThat(Decoded.of(run("\"x\":" + "1".repeat(1000))).events).hasSize(1);
    assertWhole(Decoded.of(run("\"x\":" + "1".repeat(1001))), RejectionReason.TOO_LARGE);
  }

  @Test
  void i5StringsKeysEventsAndDocuments() {
    DecodeLimits small = new DecodeLimits(500, 100, 10, 10, 20, 5);
    String fits = run("\"x\":\"" + "y".repeat(100) + "\"");
    assertThat(Decoded.of(fits, small).events).hasSize(1);
    String longString = run("\"x\":\"" + "y".repeat(101) + "\"");
    assertWhole(Decoded.of(longString, small), RejectionReason.TOO_LARGE);
    String manyKeys = "[{\"name\":1" + ",\"k\":{\"a\":1}".repeat(10) + "}]";
    assertWhole(Decoded.of(manyKeys, small), RejectionReason.TOO_LARGE);
    assertThat(Decoded.of("[" + "7,".repeat(4) + "7]", small).rejected).hasSize(5);
    assertWhole(Decoded.of("[" + "7,".repeat(5) + "7]", small), RejectionReason.TOO_MANY_EVENTS);
    assertThat(Decoded.of(fits + " ".repeat(500 - fits.length()), small).events).hasSize(1);
    assertWhole(
        Decoded.of(fits + " ".repeat(501 - fits.length()), small), RejectionReason.TOO_LARGE);
  }

  @Test
  void i6APrettyPrintedRunIsMinified() {
    String pretty =
        "{\n  \"id\" : \"%s\",\r\n\t\"inputs\": { \"a b\" : \"c \\\" d, é\\\\\" },\n \"n\" : [ 1.0 , -2e5 ]\n}"
            .formatted(ID);
    String expected =
        "{\"id\":\"%s\",\"inputs\":{\"a b\":\"c \\\" d, é\\\\\"},\"n\":[1.0,-2e5]}".formatted(ID);
    assertThat(Decoded.text(Decoded.of(pretty).onlyEvent())).isEqualTo(expected);
    Decoded batch = Decoded.of("{\"post\":\n[" + run("\"x\": 1") + ",\n" + pretty + "\n]}");
    assertThat(batch.events).extracting(Decoded::text).containsExactly(run("\"x\": 1"), expected);
  }

  @Test
  void i6APrettyPrintedRunWithoutIdGetsBoth() {
    RunEvent event = Decoded.of("{\n \"name\": \"x\"\n}").onlyEvent();
    assertThat(Decoded.text(event))
        .isEqualTo("{\"id\":\"" + event.line().key().run() + "\",\"name\":\"x\"}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"\"",
        "\" \"",
        "\"x\"",
        "7",
        "{}",
        "true",
        "\"0190a0b0-0000-7000-8000-00000000000a \"",
        "\"0190a0b0-0000-7000-8000-00000000000\"",
        "\"../../etc/passwd\"",
        "\"%2e%2e\"",
        "\"'; DROP TABLE runs; --\"",
        "\"\\\\.\"",
        "\"\\\\N\""
      })
  void i7AnIdThatIsNoUuid(String id) {
    for (String field : new String[] {"id", "trace_id", "parent_run_id"}) {
      assertEvent(
          Decoded.of("{\"" + field + "\":" + id + ",\"name\":\"x\"}"), RejectionReason.INVALID_ID);
    }
  }

  @Test
  void i7AnIdOfTenKilobytes() {
    Decoded decoded = Decoded.of("{\"id\":\"" + "a".repeat(10_240) + "\"}");
    assertEvent(decoded, RejectionReason.INVALID_ID);
    assertThat(decoded.onlyRejected().message()).contains("10240 bytes").hasSizeLessThan(200);
  }

  @Test
  void i7UpperCaseBracesAndEscapesHaveTheCanonicalKeyAndKeepTheirBytes() {
    String upper = ID.toString().toUpperCase(Locale.ROOT);
    for (String id :
        new String[] {upper, "{" + ID + "}", "{" + upper + "}", "\\u0030" + upper.substring(1)}) {
      String value = "{\"id\":\"" + id + "\"}";
      RunEvent event = Decoded.of(value).onlyEvent();
      assertThat(event.line().key().run()).isEqualTo(ID);
      assertThat(Decoded.text(event)).isEqualTo(value);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"../..", "%2e%2e/", "a'b\\\"c", "\\\\.", "\\\\N", "a\\tb", "'; --"})
  void i8StrangeNamesAreOnlyText(String text) {
    RunEvent event =
        Decoded.of(run("\"name\":\"" + text + "\",\"session_name\":\"" + text + "\"")).onlyEvent();
    String expected = text.replace("\\t", "\t").replace("\\\"", "\"").replace("\\\\", "\\");
    assertThat(event.line().listing().name()).isEqualTo(expected);
    assertThat(event.line().listing().project()).isEqualTo(expected);
  }

  @Test
  void i8ALongNameIsCutAtACharacter() {
    String value = run("\"name\":\"" + "😀".repeat(300) + "\"");
    RunEvent event = Decoded.of(value).onlyEvent();
    assertThat(event.line().listing().name()).isEqualTo("😀".repeat(256));
    assertThat(Decoded.text(event)).isEqualTo(value);
  }

  @ParameterizedTest
  @CsvSource({"session_name, 256", "run_type, 64"})
  void i8ALongProjectOrRunTypeIsRefused(String field, int limit) {
    for (String letter : new String[] {"x", "é", "😀", "\\ud83d\\ude00"}) {
      String fits = run("\"" + field + "\":\"" + letter.repeat(limit) + "\"");
      assertThat(Decoded.of(fits).events).hasSize(1);
      String tooLong = run("\"" + field + "\":\"" + letter.repeat(limit + 1) + "\"");
      assertEvent(Decoded.of(tooLong), RejectionReason.INVALID_FIELD);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"infinity\"",
        "\"294277-01-01T00:00:00Z\"",
        "\"\"",
        "\"now\"",
        "1763629000000.5",
        "1.7636e12",
        "1763629000000e0",
        "-62135596800001",
        "253402300800000",
        "1763629000000000000",
        "9223372036854775808",
        "true",
        "[]",
        "{}"
      })
  void i9WhatIsNoTime(String time) {
    for (String field : new String[] {"start_time", "end_time"}) {
      assertEvent(Decoded.of(run("\"" + field + "\":" + time)), RejectionReason.INVALID_FIELD);
    }
  }

  @Test
  void i9AnEndBeforeTheStartIsStored() {
    String value =
        run("\"start_time\":\"2026-11-20T09:15:00\",\"end_time\":\"2026-11-20T09:14:00\"");
    assertThat(Decoded.of(value).events).hasSize(1);
  }

  @Test
  void i10ARunThatIsItsOwnParentIsStored() {
    assertThat(Decoded.of(run("\"parent_run_id\":\"" + ID + "\"")).events).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "x",
        "20261120T091500123456Z",
        "20261120T091500123456Z0190a0b0-0000-7000-8000-00000000000",
        "20261120T091500123456X0190a0b0-0000-7000-8000-00000000000a",
        "20261120x091500123456Z0190a0b0-0000-7000-8000-00000000000a",
        "2026112xT091500123456Z0190a0b0-0000-7000-8000-00000000000a",
        "20261120T091500123456Z0190a0b0-0000-7000-8000-00000000000a.",
        ".20261120T091500123456Z0190a0b0-0000-7000-8000-00000000000a"
      })
  void aMalformedDottedOrderIsRefused(String order) {
    assertEvent(
        Decoded.of(run("\"dotted_order\":\"" + order + "\"")), RejectionReason.INVALID_FIELD);
  }

  @Test
  void i12ATombstoneIsOnlyCounted() {
    Decoded decoded = Decoded.of((byte[]) null);
    assertThat(decoded.tombstones).hasSize(1);
    assertThat(decoded.events).isEmpty();
    assertThat(decoded.rejected).isEmpty();
  }

  @Test
  void i13ARunOfTheLargestSizeIsStoredAndOneByteMoreIsNot() {
    int limit = DecodeLimits.DEFAULT.documentBytes();
    String frame = run("\"inputs\":\"\"");
    String value = run("\"inputs\":\"" + "x".repeat(limit - frame.length()) + "\"");
    assertThat(Decoded.of(value).onlyEvent().line().length()).isEqualTo(limit);
    assertWhole(Decoded.of(value + " "), RejectionReason.TOO_LARGE);
  }

  @ParameterizedTest
  @EnumSource(RejectionReason.class)
  void everyReasonIsFoundAgainByItsCode(RejectionReason reason) {
    assertThat(RejectionReason.ofCode(reason.code())).isEqualTo(reason);
  }

  private static void assertWhole(Decoded decoded, RejectionReason reason) {
    RejectedRecord rejected = decoded.onlyRejected();
    assertThat(rejected.reason()).as(rejected.message()).isEqualTo(reason);
    assertThat(rejected.index()).isEqualTo(-1);
  }

  private static void assertEvent(Decoded decoded, RejectionReason reason) {
    RejectedRecord rejected = decoded.onlyRejected();
    assertThat(rejected.reason()).as(rejected.message()).isEqualTo(reason);
    assertThat(rejected.index()).isZero();
  }

  private static String run(String fields) {
    return "{\"id\":\"" + ID + "\"," + fields + "}";
  }

  /** So many arrays in each other. */
  private static String nested(int depth) {
    return "[".repeat(depth) + "]".repeat(depth);
  }
}
