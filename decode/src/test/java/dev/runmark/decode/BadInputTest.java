package dev.runmark.decode;

import static dev.runmark.decode.BadInputs.ID;
import static dev.runmark.decode.BadInputs.run;
import static org.assertj.core.api.Assertions.assertThat;

import dev.runmark.decode.record.RejectedRecord;
import dev.runmark.decode.record.RejectionReason;
import dev.runmark.decode.record.RunEvent;
import dev.runmark.storage.part.Listing;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What docs/reference/bad-input.md says, row by row, and what its table has no room for. */
class BadInputTest {

  private static final Path PAGE = Path.of("../docs/reference/bad-input.md");
  private static final Pattern ROW =
      Pattern.compile("^\\| (\\S+\\d+) \\|[^|]*\\|([^|]*)\\|([^|]*)\\|$", Pattern.MULTILINE);
  private static final Pattern CODE = Pattern.compile("`([a-z0-9_]+)`");

  static Stream<BadInput> inputs() {
    return Stream.concat(BadInputs.all(), BadFields.all());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("inputs")
  void eachInputBecomesWhatThePageSays(BadInput input) {
    input.check();
  }

  @Test
  void everyRowOfThePageHasItsCasesAndEveryCaseItsRow() throws IOException {
    assertThat(rows(match -> match.group(1)).keySet())
        .isEqualTo(inputs().map(BadInput::row).collect(Collectors.toSet()))
        .hasSize(14);
  }

  @Test
  void theCodesThatThePageNamesAreThoseThatItsCasesHave() throws IOException {
    Map<String, Set<String>> shown = new TreeMap<>();
    inputs().forEach(input -> codes(shown, input));
    assertThat(rows(match -> codesIn(match.group(2)))).isEqualTo(shown);
  }

  @Test
  void thePageTellsWhatIsStoredWhereSomethingIs() throws IOException {
    Map<String, Boolean> stored =
        inputs()
            .collect(
                Collectors.toMap(
                    BadInput::row,
                    input -> !(input.outcome() instanceof BadInput.Dead),
                    Boolean::logicalOr,
                    TreeMap::new));
    assertThat(rows(match -> !match.group(3).strip().equals("—"))).isEqualTo(stored);
  }

  @ParameterizedTest
  @CsvSource({"name, a😀é", "session_name, a😀é", "run_type, a😀é"})
  void i3PairsOfSurrogateEscapesAreCharacters(String field, String expected) {
    String value = run("\"" + field + "\":\"a\\ud83d\\ude00\\u00e9\"");
    Listing listing = Decoded.of(value).onlyEvent().line().listing();
    assertThat(new String[] {listing.name(), listing.project(), listing.runType()})
        .contains(expected);
  }

  /** Each key compared with each takes many times as long on any machine. */
  @Test
  @Tag("slow")
  @Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void i5ChosenNamesCostNoMoreThanOthers() {
    DecodeLimits limits = new DecodeLimits(1 << 26, 1 << 26, 500, 1_000, 1_000_000, 100_000);
    for (Function<Integer, String> name :
        List.<Function<Integer, String>>of(
            i -> Integer.toString(i, 36), BadInputTest::ofOneHash, BadInputTest::ofOneWord)) {
      String keys =
          IntStream.range(0, 300_000)
              .mapToObj(i -> "\"" + name.apply(i) + "\":0")
              .collect(Collectors.joining(","));
      assertThat(Decoded.of(run("\"x\":{" + keys + "}"), limits).events).hasSize(1);
      String twice = run("\"x\":{" + keys + ",\"" + name.apply(150_000) + "\":1}");
      assertThat(Decoded.of(twice, limits).onlyRejected().reason())
          .isEqualTo(RejectionReason.DUPLICATE_KEY);
    }
  }

  /** Names that String.hashCode and its like cannot tell apart: every bit chooses a pair. */
  private static String ofOneHash(int number) {
    StringBuilder name = new StringBuilder();
    for (int bit = 0; bit < 20; bit++) {
      name.append((number >> bit & 1) == 0 ? "Aa" : "BB");
    }
    return name.toString();
  }

  /** Names that differ in the middle only. */
  private static String ofOneWord(int number) {
    return "x".repeat(9) + Integer.toString(number + 1_000_000, 36) + "y".repeat(9);
  }

  @Test
  void i7UpperCaseBracesAndEscapesHaveTheCanonicalKey() {
    String upper = ID.toUpperCase(Locale.ROOT);
    for (String id :
        new String[] {upper, "{" + ID + "}", "{" + upper + "}", "\\u0030" + upper.substring(1)}) {
      RunEvent event = Decoded.of("{\"id\":\"" + id + "\"}").onlyEvent();
      assertThat(event.line().key().run()).isEqualTo(UUID.fromString(ID));
    }
  }

  @Test
  void i7TheMessageTellsTheSizeOfAnIdAndNotTheId() {
    RejectedRecord rejected = Decoded.of("{\"id\":\"" + "a".repeat(10_240) + "\"}").onlyRejected();
    assertThat(rejected.message()).contains("10240 bytes").hasSizeLessThan(200);
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
    RunEvent event = Decoded.of(run("\"name\":\"" + "😀".repeat(300) + "\"")).onlyEvent();
    assertThat(event.line().listing().name()).isEqualTo("😀".repeat(256));
  }

  @ParameterizedTest
  @CsvSource({
    "null, 2026-11-20T09:15:00.123Z",
    "1763629000123, 2025-11-20T08:56:40.123Z",
    "1763629000, 1970-01-21T09:53:49Z"
  })
  void i9WhatATimeIsListedAs(String json, Instant listed) {
    Instant start =
        Decoded.of(run("\"start_time\":" + json)).onlyEvent().line().listing().startTime();
    assertThat(start).isNotNull();
    assertThat(Duration.between(listed, start).abs()).isLessThan(Duration.ofSeconds(1));
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
    RejectedRecord rejected = Decoded.of(run("\"dotted_order\":\"" + order + "\"")).onlyRejected();
    assertThat(rejected.reason()).isEqualTo(RejectionReason.INVALID_FIELD);
    assertThat(rejected.index()).isZero();
  }

  @Test
  void i13ARunOfTheLargestSizeIsStoredAndOneByteMoreIsNot() {
    int limit = DecodeLimits.DEFAULT.documentBytes();
    String frame = run("\"inputs\":\"\"");
    String value = run("\"inputs\":\"" + "x".repeat(limit - frame.length()) + "\"");
    assertThat(Decoded.of(value).onlyEvent().line().length()).isEqualTo(limit);
    assertThat(Decoded.of(value + " ").onlyRejected().reason())
        .isEqualTo(RejectionReason.TOO_LARGE);
  }

  @ParameterizedTest
  @EnumSource(RejectionReason.class)
  void everyReasonIsFoundAgainByItsCode(RejectionReason reason) {
    assertThat(RejectionReason.ofCode(reason.code())).isEqualTo(reason);
  }

  private static <T> Map<String, T> rows(Function<MatchResult, T> cell) throws IOException {
    Map<String, T> rows = new TreeMap<>();
    ROW.matcher(Files.readString(PAGE, StandardCharsets.UTF_8))
        .results()
        .forEach(match -> rows.put(match.group(1), cell.apply(match)));
    return rows;
  }

  /** Field names stand in the cells, too. */
  private static Set<String> codesIn(String cell) {
    Set<String> known =
        Stream.of(RejectionReason.values()).map(RejectionReason::code).collect(Collectors.toSet());
    return CODE.matcher(cell)
        .results()
        .map(match -> match.group(1))
        .filter(known::contains)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static void codes(Map<String, Set<String>> shown, BadInput input) {
    Set<String> codes = shown.computeIfAbsent(input.row(), row -> new TreeSet<>());
    if (input.outcome() instanceof BadInput.Dead dead) {
      codes.add(dead.reason().code());
    } else if (input.outcome() instanceof BadInput.Both both) {
      codes.add(both.dead().reason().code());
    }
  }
}
