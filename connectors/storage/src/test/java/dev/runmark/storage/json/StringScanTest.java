package dev.runmark.storage.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runmark.storage.json.MalformedJsonException.Flaw;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Strings as long as the steps in which they are skipped, and with each byte at each place. */
class StringScanTest {

  /** Beyond the short steps at the beginning, and beyond two of the long ones. */
  private static final int LONGEST = 96;

  private final StringScan scan = new StringScan(1_000);

  @ParameterizedTest
  @ValueSource(
      strings = {"", "ü", "語", "🙂", "üü語🙂🙂語ü", "\\n", "\\\\", "\\\"", "\\u00e9", "\\n\\t\\n"})
  void theClosingQuoteIsFoundBehindWhateverLiesBeforeIt(String inside) {
    for (int before = 0; before <= LONGEST; before++) {
      for (int after : new int[] {0, 1, 7, 8, 31, 32, 33}) {
        byte[] string = ("x".repeat(before) + inside + "~".repeat(after)).getBytes(UTF_8);
        for (int rest : new int[] {0, 1, 40}) {
          // What comes behind the string is no part of it, whatever it is.
          byte[] document = Arrays.copyOf(string, string.length + 1 + rest);
          document[string.length] = '"';
          assertThat(scan.skip(document, 0, document.length))
              .as("%d, %s, %d, %d", before, inside, after, rest)
              .isEqualTo(string.length + 1);
          assertThat(scan.escaped()).isEqualTo(inside.startsWith("\\"));
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 40})
  void eachByteIsJudgedAtEachPlace(int rest) {
    for (int place = 0; place < LONGEST; place++) {
      for (int value = 0; value < 0x100; value++) {
        byte[] document = new byte[place + 3 + rest];
        Arrays.fill(document, (byte) 'a');
        document[place] = (byte) value;
        document[place + 2] = '"';
        assertJudged(document, place, value);
      }
    }
  }

  private void assertJudged(byte[] document, int place, int value) {
    String where = String.format("0x%02x at byte %d", value, place);
    if (value == '"') {
      assertThat(scan.skip(document, 0, document.length)).as(where).isEqualTo(place + 1);
    } else if (value >= ' ' && value < 0x80 && value != '\\') {
      assertThat(scan.skip(document, 0, document.length)).as(where).isEqualTo(place + 3);
    } else {
      assertThatThrownBy(() -> scan.skip(document, 0, document.length))
          .as(where)
          .isInstanceOfSatisfying(
              MalformedJsonException.class,
              refused ->
                  assertThat(refused.flaw())
                      .isEqualTo(value < 0x80 ? Flaw.NOT_JSON : Flaw.NOT_UTF8))
          .hasMessageContaining("at byte " + place);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7, 8, 15, 16, 17, 47, 48, 49, 80})
  void aStringThatDoesNotEndIsRefusedThere(int length) {
    for (String last : new String[] {"", "ü", "üü", "\\n"}) {
      byte[] document = ("x".repeat(length) + last).getBytes(UTF_8);
      assertThatThrownBy(() -> scan.skip(document, 0, document.length))
          .isInstanceOf(MalformedJsonException.class)
          .hasMessage("ends inside a string, at byte " + document.length);
    }
  }
}
