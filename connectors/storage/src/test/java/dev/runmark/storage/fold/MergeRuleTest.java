package dev.runmark.storage.fold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runmark.storage.json.MalformedJsonException;
import dev.runmark.storage.json.Slice;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MergeRuleTest {

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
      later overwrites        | {"a":1,"b":2}            | {"b":3}              | {"a":1,"b":3}
      null never overwrites   | {"a":1}                  | {"a":null}           | {"a":1}
      null is overwritten     | {"a":null,"b":1}         | {"a":2}              | {"a":2,"b":1}
      null and null           | {"a":null}               | {"a":null}           | {"a":null}
      first appearance        | {"a":1}                  | {"z":9,"a":2}        | {"a":2,"z":9}
      replaced whole          | {"inputs":{"x":1,"y":2}} | {"inputs":{"x":3}}   | {"inputs":{"x":3}}
      arrays replaced         | {"events":[1,2]}         | {"events":[3]}       | {"events":[3]}
      escaped name            | {"id":1}                 | {"\\u0069d":2}       | {"id":2}
      escaped name first      | {"\\u0069d":1}           | {"id":2}             | {"\\u0069d":2}
      white space stays       | { "a" : 1 , "b" : 2 }    | {"b":3, "c": 4 }     | { "a" : 1 , "b" : 3, "c": 4 }
      into an empty one       | { }                      | {"a":1}              | {"a":1 }
      empty later             | {"a":1 }                 | { }                  | {"a":1 }
      numbers as written      | {"a":1.0}                | {"b":1e2}            | {"a":1.0,"b":1e2}
      attachments by name     | {"input_attachments":{"p":1,"q":2}} | {"input_attachments":{"q":3,"r":4}} | {"input_attachments":{"p":1,"q":3,"r":4}}
      attachments null inside | {"output_attachments":{"p":1}} | {"output_attachments":{"p":null}} | {"output_attachments":{"p":1}}
      attachments, one no object | {"input_attachments":{"p":1}} | {"input_attachments":"s"} | {"input_attachments":{"p":1}}
      one level only          | {"input_attachments":{"p":{"x":1}}} | {"input_attachments":{"p":{"y":2}}} | {"input_attachments":{"p":{"y":2}}}
      not below the top level | {"x":{"input_attachments":{"p":1}}} | {"x":{"input_attachments":{"q":1}}} | {"x":{"input_attachments":{"q":1}}}
      """)
  void twoLinesFoldToOne(String name, String first, String second, String expected) {
    assertThat(fold(first, second)).isEqualTo(expected);
  }

  /** Each name compared with each takes many times as long on any machine. */
  @ParameterizedTest
  @ValueSource(strings = {"Aa BB", "aA BB"})
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void namesChosenToHaveOneHashCostNoMoreThanOthers(String pair) {
    StringBuilder object = new StringBuilder("{\"a\":1");
    for (int i = 0; i < 1 << 17; i++) {
      object.append(",\"");
      for (int bit = 0; bit < 17; bit++) {
        object.append(pair, (i >> bit & 1) * 3, (i >> bit & 1) * 3 + 2);
      }
      object.append("\":0");
    }
    object.append('}');
    assertThat(fold(object.toString(), "{\"a\":2}"))
        .startsWith("{\"a\":2,")
        .hasSize(object.length());
  }

  @Test
  void aSingleLineComesBackAsTheSameSlice() {
    Slice line = slice(" { \"a\":1 } ");
    assertThat(MergeRule.fold(List.of(line))).isSameAs(line);
  }

  @Test
  void aSliceInsideALargerArrayIsFoldedAlone() {
    byte[] bytes = "xx{\"a\":1}yy{\"b\":\"é\"}".getBytes(StandardCharsets.UTF_8);
    Slice first = new Slice(bytes, 2, 7);
    Slice second = new Slice(bytes, 11, bytes.length - 11);
    assertThat(MergeRule.fold(List.of(first, second))).hasToString("{\"a\":1,\"b\":\"é\"}");
  }

  @Test
  void aKeyThatStandsTwiceIsRefused() {
    assertThatThrownBy(() -> fold("{\"id\":1,\"\\u0069d\":2}", "{}"))
        .isInstanceOf(MalformedJsonException.class)
        .hasMessageContaining("stands twice");
  }

  @Test
  void noLinesAreRefused() {
    assertThatThrownBy(() -> MergeRule.fold(List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void foldingIsAssociativeAndIdempotentOnBytes() {
    long seed = Long.getLong("seed", new Random().nextLong());
    Random random = new Random(seed);
    for (int round = 0; round < 4_000; round++) {
      String a = randomLine(random);
      String b = randomLine(random);
      String c = randomLine(random);
      String described = "seed " + seed + " round " + round + ": " + a + " " + b + " " + c;
      String expected = fold(fold(a, b), c);
      assertThat(fold(a, fold(b, c))).as(described).isEqualTo(expected);
      assertThat(fold(a, b, c)).as(described).isEqualTo(expected);
      assertThat(fold(a, a)).as(described).isEqualTo(a);
      assertThat(fold(expected, expected)).as(described).isEqualTo(expected);
    }
  }

  private static String randomLine(Random random) {
    return space(random) + randomObject(random, true) + space(random);
  }

  private static String randomObject(Random random, boolean top) {
    String[] names = {"id", "a", "\\u0061", "\\u0069d", "é", "input_attachments", "", "n"};
    StringBuilder line = new StringBuilder("{").append(space(random));
    List<String> used = new ArrayList<>();
    int fields = random.nextInt(5);
    for (int i = 0; i < fields; i++) {
      String name = names[random.nextInt(names.length)];
      String meaning = name.replace("\\u0061", "a").replace("\\u0069", "i");
      if (used.contains(meaning)) {
        continue;
      }
      if (!used.isEmpty()) {
        line.append(space(random)).append(',').append(space(random));
      }
      used.add(meaning);
      line.append('"').append(name).append('"').append(space(random)).append(':');
      line.append(space(random)).append(randomValue(random, top));
    }
    return line.append(used.isEmpty() ? "" : space(random)).append('}').toString();
  }

  private static String randomValue(Random random, boolean top) {
    return switch (random.nextInt(6)) {
      case 0, 1 -> "null";
      case 2 -> Integer.toString(random.nextInt(100));
      case 3 -> "\"s" + random.nextInt(10) + ",}\\\"\"";
      case 4 -> "[1, {\"a\" :2}]";
      default -> top ? randomObject(random, false) : "{\"deep\": true}";
    };
  }

  private static String space(Random random) {
    return random.nextInt(4) == 0 ? " ".repeat(1 + random.nextInt(2)) : "";
  }

  private static String fold(String... lines) {
    return MergeRule.fold(Stream.of(lines).map(MergeRuleTest::slice).toList()).toString();
  }

  private static Slice slice(String text) {
    return Slice.of(text.getBytes(StandardCharsets.UTF_8));
  }
}
