package dev.runmark.storage.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TextCacheTest {

  private final TextCache cache = new TextCache();

  @Test
  void equalBytesGiveTheSameTextOnceMore() {
    String first = of("--chatbot--", 2, 9);
    assertThat(first).isEqualTo("chatbot");
    assertThat(of("chatbot!", 0, 7)).isSameAs(first);
  }

  @Test
  void moreThan64BytesAreNotKept() {
    assertThat(whole("x".repeat(64))).isSameAs(whole("x".repeat(64)));
    assertThat(whole("x".repeat(65))).isEqualTo("x".repeat(65)).isNotSameAs(whole("x".repeat(65)));
  }

  /** Names of one application hardly push each other out: all of them would be decoded again. */
  @Test
  void namesThatDifferALittleHaveSlotsOfTheirOwn() {
    String[] names = new String[64];
    for (int i = 0; i < names.length; i++) {
      names[i] = whole("step " + i);
    }
    int kept = 0;
    for (int i = 0; i < names.length; i++) {
      kept += whole("step " + i) == names[i] ? 1 : 0;
    }
    assertThat(kept).isGreaterThan(56);
  }

  @Test
  void whatTakesASlotFromAnotherIsNotMistakenForIt() {
    // 31 * 'A' + 'a' = 31 * 'B' + 'B': one hash, as of any Java text.
    for (int round = 0; round < 3; round++) {
      assertThat(whole("Aa")).isEqualTo("Aa");
      assertThat(whole("BB")).isEqualTo("BB");
    }
    assertThat(whole("")).isEmpty();
  }

  private String whole(String text) {
    return of(text, 0, text.length());
  }

  private String of(String text, int start, int end) {
    return cache.text(text.getBytes(StandardCharsets.US_ASCII), start, end);
  }
}
