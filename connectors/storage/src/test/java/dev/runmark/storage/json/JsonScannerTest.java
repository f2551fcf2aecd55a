package dev.runmark.storage.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import dev.runmark.storage.json.MalformedJsonException.Flaw;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonScannerTest {

  private static final JsonLimits LIMITS = new JsonLimits(5, 8, 40, 6);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "-0",
        "-1.5e+3",
        "1E5",
        "true",
        "false",
        "null",
        "\"\"",
        "[]",
        "{}",
        " [ 1 , [ ] , { } , \"x\" ] ",
        "{\"a\":{\"b\":[{\"c\":null}]}}",
        "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\uD83d\\uDe00\\ud800\"",
        "\"é€😀 and more than eight\"",
        "\"\u007f\""
      })
  void jsonIsTaken(String json) {
    scan(json.getBytes(StandardCharsets.UTF_8), LIMITS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "01",
        "-",
        "1.",
        ".5",
        "1e",
        "+1",
        "0x1",
        "NaN",
        "Infinity",
        "tru",
        "truex",
        "nul",
        "'a'",
        "\"a",
        "\"\\x\"",
        "\"\\u12g4\"",
        "\"\\u12",
        "\"a\nb\"",
        "\"12345678\tb\"",
        "\"\u0000\"",
        "[1,]",
        "[,1]",
        "[1 2]",
        "[1",
        "{",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":1,}",
        "{\"a\":1 \"b\":2}",
        "{a:1}",
        "{1:1}",
        "[}",
        "{\"a\":1]",
        "1 2",
        "{} x",
        "/* c */ 1",
        "1 // c",
        "\u0000",
        "\uFEFF{}",
        "\u00a01",
        "\f1"
      })
  void whatIsNoJsonIsRefused(String text) {
    assertFlaw(text.getBytes(StandardCharsets.UTF_8), Flaw.NOT_JSON);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "lone continuation, 80",
    "0xff, ff",
    "0xfe, fe",
    "overlong slash, c0af",
    "overlong of three, e0809f",
    "overlong of four, f0808080",
    "CESU surrogate, eda080",
    "above U+10FFFF, f4908080",
    "cut sequence, e282",
    "sequence that breaks off, e28261"
  })
  void whatIsNoUtf8IsRefused(String name, String hex) {
    byte[] sequence = HexFormat.of().parseHex(hex);
    byte[] inside = new byte[sequence.length + 13];
    Arrays.fill(inside, (byte) 'a');
    inside[0] = '"';
    System.arraycopy(sequence, 0, inside, 11, sequence.length);
    inside[inside.length - 1] = '"';
    assertFlaw(inside, Flaw.NOT_UTF8);
    assertFlaw(sequence, Flaw.NOT_UTF8);
  }

  @Test
  void limitsHoldToTheByte() {
    scan("[[[[[]]]]]".getBytes(StandardCharsets.UTF_8), LIMITS);
    assertFlaw("[[[[[[]]]]]]".getBytes(StandardCharsets.UTF_8), Flaw.TOO_DEEP);
    scan("[12345678]".getBytes(StandardCharsets.UTF_8), LIMITS);
    assertFlaw("[123456789]".getBytes(StandardCharsets.UTF_8), Flaw.TOO_LARGE);
    scan(("\"" + "x".repeat(40) + "\"").getBytes(StandardCharsets.UTF_8), LIMITS);
    assertFlaw(("\"" + "x".repeat(41) + "\"").getBytes(StandardCharsets.UTF_8), Flaw.TOO_LARGE);
    scan("[{\"a\":1,\"b\":1,\"c\":1},{\"a\":1,\"b\":1,\"c\":1}]".getBytes(), LIMITS);
    assertFlaw(
        "[{\"a\":1,\"b\":1,\"c\":1},{\"a\":1,\"b\":1,\"c\":{\"d\":1}}]".getBytes(), Flaw.TOO_LARGE);
  }

  @Test
  void aHundredThousandBracketsDoNotOverflowTheStack() {
    byte[] brackets = "[".repeat(100_000).getBytes(StandardCharsets.UTF_8);
    assertFlaw(brackets, new JsonLimits(500, 9, 9, 9), Flaw.TOO_DEEP);
    assertFlaw(brackets, new JsonLimits(200_000, 9, 9, 9), Flaw.NOT_JSON);
  }

  @Test
  void mixedContainersBeyondOneWordOfBitsCloseAsTheyOpened() {
    String json = "[{\"a\":".repeat(100) + "1" + "}]".repeat(100);
    scan(json.getBytes(StandardCharsets.UTF_8), JsonLimits.STORED);
    String crossed = "[{\"a\":".repeat(100) + "1" + "}]".repeat(60) + "]}" + "}]".repeat(39);
    assertFlaw(crossed.getBytes(StandardCharsets.UTF_8), JsonLimits.STORED, Flaw.NOT_JSON);
  }

  @Test
  void aLineBreakBetweenTokensIsSeenAndOneInAnEscapeIsNot() {
    JsonScanner scanner = new JsonScanner(JsonLimits.STORED);
    byte[] json = "[\"\\n\", 1,\n2]".getBytes(StandardCharsets.UTF_8);
    scanner.reset(json, 0, json.length);
    assertThat(scanner.beginArray()).isTrue();
    scanner.skipValue(1);
    assertThat(scanner.lineBreakSince(0)).isFalse();
    assertThat(scanner.moreElements()).isTrue();
    scanner.skipValue(1);
    assertThat(scanner.moreElements()).isTrue();
    scanner.skipValue(1);
    assertThat(scanner.lineBreakSince(0)).isTrue();
    assertThat(scanner.lineBreakSince(10)).isFalse();
  }

  @Test
  void duplicatesAreSeenThroughEscapesAndAmongMany() {
    assertThat(duplicates("{\"id\":1,\"\\u0069d\":2}")).isTrue();
    assertThat(duplicates("{\"id\":1,\"Id\":2,\"idx\":3,\"i\":4,\"\":5}")).isFalse();
    StringBuilder many = new StringBuilder("{\"k0\":0");
    for (int i = 1; i < 1000; i++) {
      many.append(",\"k").append(i).append("\":").append(i);
    }
    assertThat(duplicates(many + "}")).isFalse();
    assertThat(duplicates(many + ",\"\\u006b500\":1}")).isTrue();
  }

  @Test
  void mutatedDocumentsAreJudgedAsJacksonJudgesThem() throws IOException {
    long seed = Long.getLong("seed", new Random().nextLong());
    Random random = new Random(seed);
    byte[] original =
        "{\"id\":\"é😀x\\u00e9\\\"\",\"n\":[-1.5e3,0,true,null,{\"deep\":[[]]}],\"long\":\"abcdefghijklmnop\"}"
            .getBytes(StandardCharsets.UTF_8);
    byte[] alphabet = "{}[]\",:\\u0019eE+-.truefalsn \té\u0001".getBytes(StandardCharsets.UTF_8);
    int refused = 0;
    for (int round = 0; round < 50_000; round++) {
      byte[] mutated = original.clone();
      for (int i = random.nextInt(3); i >= 0; i--) {
        mutated[random.nextInt(mutated.length)] = alphabet[random.nextInt(alphabet.length)];
      }
      boolean jackson = jacksonTakes(mutated);
      refused += jackson ? 0 : 1;
      assertThat(takes(mutated))
          .as("seed %d: %s", seed, new String(mutated, StandardCharsets.UTF_8))
          .isEqualTo(jackson);
    }
    assertThat(refused).isBetween(1_000, 49_000);
  }

  private static boolean jacksonTakes(byte[] json) throws IOException {
    try (JsonParser parser = new JsonFactory().createParser(json)) {
      while (parser.nextToken() != null) {
        if (parser.currentToken().isScalarValue()) {
          parser.getText();
        }
      }
      return true;
    } catch (JsonProcessingException refused) {
      return false;
    }
  }

  private static boolean takes(byte[] json) {
    try {
      scan(json, JsonLimits.STORED);
      return true;
    } catch (MalformedJsonException refused) {
      return false;
    }
  }

  private static boolean duplicates(String json) {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    JsonScanner scanner = new JsonScanner(JsonLimits.STORED);
    scanner.reset(bytes, 0, bytes.length);
    FieldSlices fields = new FieldSlices();
    fields.reset(bytes);
    fields.readObject(scanner);
    try {
      fields.refuseDuplicates(0, fields.size());
      return false;
    } catch (MalformedJsonException refused) {
      assertThat(refused.flaw()).isEqualTo(Flaw.DUPLICATE_KEY);
      return true;
    }
  }

  private static void assertFlaw(byte[] json, Flaw flaw) {
    assertFlaw(json, LIMITS, flaw);
  }

  private static void assertFlaw(byte[] json, JsonLimits limits, Flaw flaw) {
    assertThatThrownBy(() -> scan(json, limits))
        .isInstanceOfSatisfying(
            MalformedJsonException.class, refused -> assertThat(refused.flaw()).isEqualTo(flaw))
        .hasMessageContaining("at byte");
  }

  /** In the middle of a larger array, so that reading past the end shows. */
  private static void scan(byte[] json, JsonLimits limits) {
    byte[] padded = new byte[json.length + 20];
    Arrays.fill(padded, (byte) '"');
    System.arraycopy(json, 0, padded, 10, json.length);
    JsonScanner scanner = new JsonScanner(limits);
    scanner.reset(padded, 10, json.length);
    scanner.skipValue(0);
    assertThat(scanner.position()).isGreaterThan(10);
    scanner.expectEnd();
  }
}
