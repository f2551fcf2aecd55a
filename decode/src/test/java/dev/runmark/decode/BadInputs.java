package dev.runmark.decode;

import static dev.runmark.decode.BadInput.asItCame;
import static dev.runmark.decode.BadInput.bytes;
import static dev.runmark.decode.BadInput.event;
import static dev.runmark.decode.BadInput.whole;
import static dev.runmark.decode.record.RejectionReason.DUPLICATE_KEY;
import static dev.runmark.decode.record.RejectionReason.INVALID_FIELD;
import static dev.runmark.decode.record.RejectionReason.INVALID_ID;
import static dev.runmark.decode.record.RejectionReason.NOT_A_RUN;
import static dev.runmark.decode.record.RejectionReason.NOT_JSON;
import static dev.runmark.decode.record.RejectionReason.NOT_UTF8;
import static dev.runmark.decode.record.RejectionReason.TOO_DEEP;
import static dev.runmark.decode.record.RejectionReason.TOO_LARGE;
import static dev.runmark.decode.record.RejectionReason.TOO_MANY_EVENTS;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The rows I1 to I5 of docs/reference/bad-input.md: what is no document that we take. */
final class BadInputs {

  static final String ID = "0190a0b0-0000-7000-8000-00000000000a";
  static final String OTHER = "0190a0b0-0000-7000-8000-00000000000b";

  private static final List<String> IDS = List.of("id", "trace_id", "parent_run_id");
  private static final List<String> TEXTS = List.of("name", "session_name", "run_type");
  private static final DecodeLimits SMALL = new DecodeLimits(500, 100, 10, 10, 20, 5);

  private static final String TWICE = "{\"a\":1,\"b\":2,\"\\u0061\":3}";
  private static final String RUN = run("\"x\":1");

  private static final List<String> NO_JSON =
      List.of(
          "hello",
          RUN + " trailing",
          RUN + RUN,
          RUN + "\n[]",
          "[" + RUN + "]\n[" + RUN + "]",
          "{\"name\":NaN}",
          "{\"name\":-Infinity}",
          "{/* c */\"name\":\"x\"}",
          RUN + " // c",
          "{\"name\":\"a\nb\"}",
          "{\"name\":\"a\tb\"}",
          "{'name':'x'}",
          "{\"name\":\"x\",}",
          "{\"name\":\"x\"",
          "{\"name\":\"x",
          "{\"name\":\"\\x\"}",
          "{\"name\":01}",
          "<run/>");

  private BadInputs() {}

  static Stream<BadInput> all() {
    return Stream.of(i1(), i2(), i3(), i4(), i5KeysInRuns(), i5KeysAroundRuns(), i5Limits())
        .flatMap(cases -> cases);
  }

  private static Stream<BadInput> i1() {
    Stream<BadInput> sequences =
        Stream.of(
                "ff", "fe", "80", "c0af", "e0809f", "f0808080", "eda0bdedb880", "e282", "f4908080")
            .flatMap(
                hex ->
                    Stream.of(
                        whole("I1", "bytes " + hex, HexFormat.of().parseHex(hex), NOT_UTF8),
                        whole("I1", hex + " in a name", inAName(hex), NOT_UTF8),
                        whole("I1", hex + " in a key", inAKey(hex), NOT_UTF8)));
    Stream<BadInput> blank =
        Stream.of("", " ", "\n", " \t\r\n ")
            .map(text -> whole("I1", "blank of " + text.length(), text, NOT_JSON));
    return Stream.of(
            sequences,
            blank,
            Stream.of(
                whole("I1", "byte order mark", "\uFEFF" + run("\"x\":1"), NOT_JSON),
                whole("I1", "UTF-16BE", encoded("UTF-16BE"), NOT_JSON),
                whole("I1", "UTF-16LE", encoded("UTF-16LE"), NOT_JSON),
                whole("I1", "UTF-16 with a mark", encoded("UTF-16"), NOT_UTF8),
                whole("I1", "UTF-32BE", encoded("UTF-32BE"), NOT_JSON)))
        .flatMap(cases -> cases);
  }

  private static Stream<BadInput> i2() {
    Stream<BadInput> ids =
        IDS.stream()
            .map(name -> event("I2", "escaped in " + name, field(name, "\\u0000"), INVALID_ID));
    Stream<BadInput> texts =
        Stream.concat(TEXTS.stream(), Stream.of("dotted_order"))
            .map(
                name ->
                    event("I2", "escaped in " + name, runField(name, "a\\u0000b"), INVALID_FIELD));
    return Stream.of(
            ids,
            texts,
            Stream.of(
                whole("I2", "raw in a string", run("\"name\":\"a\0b\""), NOT_JSON),
                whole("I2", "raw in a key", run("\"a\0b\":1"), NOT_JSON),
                whole("I2", "raw behind the run", run("\"x\":1") + "\0", NOT_JSON),
                asItCame("I2", "escaped in a payload", run("\"inputs\":{\"\\u0000\":\"\\u0000\"}")),
                asItCame(
                    "I2", "escaped in a name of ours below", run("\"x\":{\"id\":\"\\u0000\"}"))))
        .flatMap(cases -> cases);
  }

  private static Stream<BadInput> i3() {
    return Stream.of("\\ud83d", "\\ude00", "\\ude00\\ud83d", "a\\uD83Dz", "\\ud83d\\ud83d\\ude00")
        .flatMap(
            text ->
                Stream.of(
                        TEXTS.stream()
                            .map(
                                name ->
                                    event(
                                        "I3",
                                        text + " in " + name,
                                        runField(name, text),
                                        INVALID_FIELD)),
                        IDS.stream()
                            .map(
                                name ->
                                    event(
                                        "I3", text + " in " + name, field(name, text), INVALID_ID)),
                        Stream.of(
                            asItCame("I3", text + " in inputs", runField("inputs", text)),
                            asItCame("I3", text + " in a key", run("\"" + text + "\":1")),
                            asItCame("I3", "a pair in a name", runField("name", "\\ud83d\\ude00"))))
                    .flatMap(cases -> cases));
  }

  private static Stream<BadInput> i4() {
    Stream<BadInput> noJson =
        NO_JSON.stream().map(text -> whole("I4", text.replaceAll("\\s", "␠"), text, NOT_JSON));
    Stream<BadInput> noRun =
        Stream.of(
                "7",
                "\"text\"",
                "null",
                "[]",
                "{\"post\":[],\"patch\":[]}",
                "{\"post\":{},\"patch\":[]}")
            .map(text -> whole("I4", text, text, NOT_A_RUN));
    Stream<BadInput> noEvent =
        Stream.of("{}", "{\"hello\":1}", "[7]", "{\"operation\":\"delete\",\"run\":" + RUN + "}")
            .map(text -> event("I4", text, text, NOT_A_RUN));
    return Stream.of(noJson, noRun, noEvent).flatMap(cases -> cases);
  }

  private static Stream<BadInput> i5KeysInRuns() {
    Stream<BadInput> ofRuns =
        Stream.of(
                "\"name\":1,\"name\":2",
                "\"x\":1,\"\\u0078\":2",
                "\"\":1,\"\":2",
                "\"é\":1,\"\\u00e9\":2",
                "\"😀\":1,\"\\ud83d\\ude00\":2",
                "\"inputs\":" + TWICE,
                "\"inputs\":[[[" + TWICE + "]]]",
                "\"inputs\":" + "{\"a\":".repeat(400) + TWICE + "}".repeat(400),
                "\"x\":{" + keys(1_000) + "," + key(7) + "}",
                "\"x\":{" + keys(1_000) + ",\"\\u006b" + key(7).substring(2) + "}",
                keys(1_000) + "," + key(7))
            .map(fields -> event("I5", "twice in " + name(fields), run(fields), DUPLICATE_KEY));
    return Stream.concat(
        ofRuns,
        Stream.of(
            asItCame("I5", "in two objects", run("\"x\":[{\"a\":{\"a\":1}},{\"a\":2}],\"a\":3")),
            asItCame("I5", "many keys, once each", run("\"x\":{" + keys(1_000) + "}"))));
  }

  private static Stream<BadInput> i5KeysAroundRuns() {
    String bad = run("\"inputs\":[0,{\"deep\":" + TWICE + "}]");
    Stream<BadInput> around =
        Stream.of(
                "{\"operation\":\"post\",\"operation\":\"patch\",\"run\":" + RUN + "}",
                "{\"operation\":\"post\",\"run\":" + RUN + ",\"run\":" + RUN + "}",
                "{\"operation\":\"post\",\"run\":" + RUN + ",\"meta\":[" + TWICE + "]}",
                "{\"post\":[" + RUN + "],\"post\":[]}",
                "{\"meta\":" + TWICE + ",\"post\":[" + bad + "]}")
            .map(text -> whole("I5", "twice around runs: " + name(text), text, DUPLICATE_KEY));
    String batch = "{\"post\":[" + bad + "," + RUN + "]}";
    return Stream.concat(
        around,
        Stream.of(
            event(
                "I5",
                "in an envelope's",
                "{\"operation\":\"post\",\"run\":" + bad + "}",
                DUPLICATE_KEY),
            event("I5", "in one of a batch", batch, DUPLICATE_KEY)
                .with(
                    new BadInput.Both(
                        new BadInput.Dead(0, DUPLICATE_KEY),
                        new BadInput.Stored(List.of("create 0 " + RUN))))));
  }

  private static Stream<BadInput> i5Limits() {
    String longNumber = "1".repeat(1000);
    String patches = String.join(",", Collections.nCopies(256, run("\"x\":1")));
    String fits = run("\"x\":\"" + "y".repeat(100) + "\"");
    return Stream.of(
        asItCame("I5", "depth 500", run("\"inputs\":" + nested(499))),
        whole("I5", "depth 501", run("\"inputs\":" + nested(500)), TOO_DEEP),
        whole("I5", "a million brackets", "[".repeat(1_000_000), TOO_DEEP),
        whole("I5", "a million braces", "{\"name\":".repeat(1_000_000), TOO_DEEP),
        asItCame("I5", "1,000 digits", run("\"x\":" + longNumber)),
        whole("I5", "1,001 digits", run("\"x\":1" + longNumber), TOO_LARGE),
        asItCame("I5", "a long string", fits).within(SMALL),
        whole("I5", "too long a string", run("\"x\":\"" + "y".repeat(101) + "\""), TOO_LARGE)
            .within(SMALL),
        whole("I5", "too long a key", run("\"" + "y".repeat(101) + "\":1"), TOO_LARGE)
            .within(SMALL),
        asItCame("I5", "19 more keys", run("\"x\":[{\"a\":1}" + ",{\"a\":1}".repeat(17) + "]"))
            .within(SMALL),
        whole("I5", "20 more", run("\"x\":[{\"a\":1}" + ",{\"a\":1}".repeat(18) + "]"), TOO_LARGE)
            .within(SMALL),
        whole("I5", "too many events", "[" + "7,".repeat(5) + "7]", TOO_MANY_EVENTS).within(SMALL),
        event("I5", "257 events of a run", "{\"patch\":[" + patch(patches) + "]}", TOO_MANY_EVENTS)
            .with(
                new BadInput.Both(
                    new BadInput.Dead(256, TOO_MANY_EVENTS),
                    new BadInput.Stored(
                        IntStream.range(0, 256)
                            .mapToObj(k -> "patch " + k + " " + ofTrace("\"x\":1"))
                            .toList()))));
  }

  /** One more of them, all with a trace. */
  private static String patch(String patches) {
    return (patches + "," + run("\"x\":1")).replace(run("\"x\":1"), ofTrace("\"x\":1"));
  }

  static String run(String fields) {
    return "{\"id\":\"" + ID + "\"," + fields + "}";
  }

  static String ofTrace(String fields) {
    return "{\"id\":\"" + ID + "\",\"trace_id\":\"" + OTHER + "\"," + fields + "}";
  }

  static String runField(String name, String text) {
    return run("\"" + name + "\":\"" + text + "\"");
  }

  static String field(String name, String text) {
    return "{\"" + name + "\":\"" + text + "\",\"inputs\":{}}";
  }

  static String nested(int depth) {
    return "[".repeat(depth) + "]".repeat(depth);
  }

  private static String keys(int count) {
    return String.join(",", IntStream.range(0, count).mapToObj(BadInputs::key).toList());
  }

  private static String key(int number) {
    return "\"key " + number + "\":" + number;
  }

  private static byte[] inAName(String hex) {
    return placed(hex, "{\"name\":\"??????\"}", 9);
  }

  private static byte[] inAKey(String hex) {
    return placed(hex, "{\"????????\":1}", 2);
  }

  private static byte[] placed(String hex, String text, int at) {
    byte[] bad = HexFormat.of().parseHex(hex);
    byte[] value = bytes(text);
    System.arraycopy(bad, 0, value, at, bad.length);
    return value;
  }

  private static byte[] encoded(String charset) {
    return run("\"x\":1").getBytes(Charset.forName(charset));
  }

  private static String name(String text) {
    return new String(
        bytes(text.length() > 60 ? text.substring(0, 60) + "…" : text), StandardCharsets.UTF_8);
  }
}
