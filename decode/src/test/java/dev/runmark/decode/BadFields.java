package dev.runmark.decode;

import static dev.runmark.decode.BadInput.asItCame;
import static dev.runmark.decode.BadInput.event;
import static dev.runmark.decode.BadInput.stored;
import static dev.runmark.decode.BadInput.whole;
import static dev.runmark.decode.BadInputs.ID;
import static dev.runmark.decode.BadInputs.OTHER;
import static dev.runmark.decode.BadInputs.ofTrace;
import static dev.runmark.decode.BadInputs.run;
import static dev.runmark.decode.BadInputs.runField;
import static dev.runmark.decode.record.RejectionReason.INVALID_FIELD;
import static dev.runmark.decode.record.RejectionReason.INVALID_ID;
import static dev.runmark.decode.record.RejectionReason.NOT_JSON;
import static dev.runmark.decode.record.RejectionReason.NOT_UTF8;
import static dev.runmark.decode.record.RejectionReason.TOO_LARGE;

import com.github.luben.zstd.Zstd;
import dev.runmark.decode.record.Origin;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/** The rows I6 to I14 of docs/reference/bad-input.md: fields, events, records. */
final class BadFields {

  private static final UUID DERIVED =
      DerivedId.of(
          new Origin(Decoded.SOURCE.topicId(), Decoded.SOURCE.partition(), Decoded.OFFSET, 0));

  private static final List<String> NO_TIMES =
      List.of(
          "\"infinity\"",
          "\"294277-01-01T00:00:00Z\"",
          "\"0000-12-31T23:59:59Z\"",
          "\"\"",
          "\"now\"",
          "1763629000000.5",
          "1.7636e12",
          "1763629000000e0",
          "-62135596800001",
          "253402300800000",
          "1763629000000000",
          "1763629000000000000",
          "9223372036854775808",
          "true",
          "[]",
          "{}");

  private BadFields() {}

  static Stream<BadInput> all() {
    return Stream.of(i6(), i7(), i8Texts(), i8Lengths(), i9(), i10(), i11(), i12(), i13(), i14())
        .flatMap(cases -> cases);
  }

  private static Stream<BadInput> i6() {
    String pretty =
        "{\n  \"id\" : \"%s\",\r\n\t\"inputs\": { \"a b\" : \"c \\\" d, é\\\\\" },\n \"n\" : [ 1.0 , -2e5 ]\n}"
            .formatted(ID);
    String line =
        "{\"id\":\"%s\",\"inputs\":{\"a b\":\"c \\\" d, é\\\\\"},\"n\":[1.0,-2e5]}".formatted(ID);
    String spaced = "{\"id\": \"" + OTHER + "\", \"x\" : 1 }";
    return Stream.of(
        stored("I6", "pretty-printed", pretty, "create 0 " + line),
        stored("I6", "broken by a carriage return", run("\r\"x\":1"), "create 0 " + run("\"x\":1")),
        asItCame("I6", "spaces on one line", spaced),
        asItCame("I6", "an escaped line break", run("\"x\":\"\\n\"")),
        stored("I6", "blank lines around", "\n\n" + spaced + " \n", "create 0 " + spaced),
        stored(
            "I6",
            "one of a batch",
            "{\"post\":\n[" + spaced + ",\n" + pretty + "\n]}",
            "create 0 " + spaced,
            "create 0 " + line),
        stored(
            "I6",
            "pretty-printed, without an id",
            "{\n \"name\": \"x\"\n}",
            "create 0 {\"id\":\"" + DERIVED + "\",\"name\":\"x\"}"));
  }

  private static Stream<BadInput> i7() {
    Stream<BadInput> noIds =
        Stream.of(
                "\"\"",
                "\" \"",
                "\"x\"",
                "7",
                "{}",
                "true",
                "\"" + ID + " \"",
                "\"" + ID.substring(1) + "\"",
                "\"" + ID.replace('-', '_') + "\"",
                "\"" + "a".repeat(10_240) + "\"")
            .flatMap(BadFields::asEachId);
    String upper = ID.toUpperCase(Locale.ROOT);
    Stream<BadInput> ids =
        Stream.of(upper, "{" + ID + "}", "{" + upper + "}", "\\u0030" + upper.substring(1))
            .map(id -> asItCame("I7", "id " + id, "{\"id\":\"" + id + "\"}"));
    String named = "{\"id\":\"" + DERIVED + "\",\"name\":\"x\"}";
    return Stream.of(
            noIds,
            ids,
            Stream.of(
                stored("I7", "no id", "{\"name\":\"x\"}", "create 0 " + named),
                stored("I7", "null id", "{\"id\":null,\"name\":\"x\"}", "create 0 " + named),
                event(
                    "I7",
                    "patch without an id",
                    "{\"operation\":\"patch\",\"run\":{\"trace_id\":\"" + ID + "\"}}",
                    INVALID_ID)))
        .flatMap(cases -> cases);
  }

  private static Stream<BadInput> asEachId(String json) {
    String shown = json.length() > 40 ? json.length() + " bytes" : json;
    return Stream.of("id", "trace_id", "parent_run_id")
        .map(
            name ->
                event(
                    "I7",
                    name + " " + shown,
                    "{\"" + name + "\":" + json + ",\"name\":\"x\"}",
                    INVALID_ID));
  }

  private static Stream<BadInput> i8Texts() {
    return Stream.of(
            "../../etc",
            "/",
            "%2e%2e/",
            "a'b\\\"c",
            "\\\\.",
            "\\\\N",
            "a\\tb",
            "'; DROP TABLE runs; --")
        .flatMap(
            text ->
                Stream.of(
                    asItCame("I8", text + " as a name", runField("name", text)),
                    asItCame("I8", text + " as a project", runField("session_name", text)),
                    event("I8", text + " as an id", "{\"id\":\"" + text + "\"}", INVALID_ID)));
  }

  private static Stream<BadInput> i8Lengths() {
    return Stream.of("x", "é", "😀", "\\ud83d\\ude00")
        .flatMap(
            letter ->
                Stream.of(
                    asItCame(
                        "I8", "project of 256 " + letter, repeated("session_name", letter, 256)),
                    event(
                        "I8",
                        "of 257 " + letter,
                        repeated("session_name", letter, 257),
                        INVALID_FIELD),
                    asItCame("I8", "run type of 64 " + letter, repeated("run_type", letter, 64)),
                    event("I8", "of 65 " + letter, repeated("run_type", letter, 65), INVALID_FIELD),
                    asItCame("I8", "name of 300 " + letter, repeated("name", letter, 300))));
  }

  private static String repeated(String field, String letter, int times) {
    return runField(field, letter.repeat(times));
  }

  private static Stream<BadInput> i9() {
    Stream<BadInput> noTimes =
        NO_TIMES.stream()
            .flatMap(
                time ->
                    Stream.of("start_time", "end_time")
                        .map(
                            name ->
                                event(
                                    "I9",
                                    name + " " + time,
                                    run("\"" + name + "\":" + time),
                                    INVALID_FIELD)));
    return Stream.concat(
        noTimes,
        Stream.of(
            asItCame("I9", "none", run("\"x\":1")),
            asItCame("I9", "null", run("\"start_time\":null,\"end_time\":null")),
            asItCame("I9", "year 1", runField("start_time", "0001-01-01T00:00:00Z")),
            asItCame("I9", "milliseconds", run("\"start_time\":1763629000123")),
            asItCame("I9", "seconds", run("\"start_time\":1763629000")),
            asItCame(
                "I9",
                "end before start",
                run(
                    "\"start_time\":\"2026-11-20T09:15:00\",\"end_time\":\"2026-11-20T09:14:00\""))));
  }

  private static Stream<BadInput> i10() {
    String child = "{\"id\":\"" + OTHER + "\",\"parent_run_id\":\"" + ID + "\"}";
    return Stream.of(
        asItCame("I10", "its own parent", runField("parent_run_id", ID)),
        asItCame("I10", "an unknown parent", runField("parent_run_id", OTHER)),
        stored(
            "I10",
            "each other's parents",
            "[" + runField("parent_run_id", OTHER) + "," + child + "]",
            "create 0 " + runField("parent_run_id", OTHER),
            "create 0 " + child));
  }

  private static Stream<BadInput> i11() {
    String create = ofTrace("\"inputs\":1");
    String patch = ofTrace("\"outputs\":2");
    return Stream.of(
        stored("I11", "a patch alone", "{\"patch\":[" + patch + "]}", "patch 0 " + patch),
        stored(
            "I11",
            "a patch before its create",
            "{\"patch\":[" + patch + "],\"post\":[" + create + "]}",
            "create 0 " + create,
            "patch 1 " + patch),
        stored(
            "I11",
            "two creates",
            create + "\n" + create,
            "create 0 " + create,
            "create 1 " + create),
        stored(
            "I11",
            "a complete run among others",
            "[{\"operation\":\"patch\",\"run\":%s},%s,{\"operation\":\"complete\",\"run\":%s}]"
                .formatted(patch, create, create),
            "create 0 " + create,
            "complete 1 " + create,
            "patch 2 " + patch));
  }

  private static Stream<BadInput> i12() {
    return Stream.of(
        new BadInput("I12", "a tombstone", null, DecodeLimits.DEFAULT, new BadInput.Counted()));
  }

  private static Stream<BadInput> i13() {
    DecodeLimits limits = new DecodeLimits(500, 500, 10, 10, 20, 5);
    String largest = runField("inputs", "x".repeat(500 - runField("inputs", "").length()));
    return Stream.of(
        asItCame("I13", "at the limit", largest).within(limits),
        whole("I13", "one byte more", largest + "\n", TOO_LARGE).within(limits));
  }

  private static Stream<BadInput> i14() {
    byte[] run = BadInput.bytes(run("\"x\":1"));
    byte[] bomb = new byte[50_000_000];
    return Stream.of(
        whole("I14", "gzip", gzip(run), NOT_JSON),
        whole("I14", "a bomb of gzip", gzip(bomb), NOT_JSON),
        whole("I14", "zstd", Zstd.compress(run), NOT_JSON),
        whole("I14", "a bomb of zstd", Zstd.compress(bomb, 19), NOT_JSON),
        whole("I14", "zlib", new byte[] {0x78, (byte) 0x9c, 0x4b}, NOT_JSON),
        whole("I14", "gzip inside a string", inAString(gzip(run)), NOT_JSON),
        whole("I14", "zstd's second byte first", new byte[] {(byte) 0xb5, 0x2f}, NOT_UTF8),
        asItCame("I14", "base64 in a string", runField("inputs", "H4sIAAAAAAAA/6tWSkksSVSqBQCZ")));
  }

  private static byte[] inAString(byte[] compressed) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] piece : List.of(BadInput.bytes("{\"x\":\""), compressed, BadInput.bytes("\"}"))) {
      out.writeBytes(piece);
    }
    return out.toByteArray();
  }

  private static byte[] gzip(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
