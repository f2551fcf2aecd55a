package dev.runmark.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrintableTextTest {

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "colour, '\u001b[31mred', '\\u{1b}[31mred'",
    "title, '\u001b]0;x\u0007', '\\u{1b}]0;x\\u{7}'",
    "one byte for the escape, '\u009b2J', '\\u{9b}2J'",
    "line break, 'a\nb\rc', 'a\\u{a}b\\u{d}c'",
    "delete, '\u007f', '\\u{7f}'",
    "right to left, 'a\u202eb', 'a\\u{202e}b'",
    "half a pair, '\ud83d', '\\u{d83d}'",
    "letters of the world, 'Läufer 运行 😀', 'Läufer 运行 😀'",
  })
  void whatATerminalWouldObeyIsShown(String name, String text, String shown) {
    assertThat(PrintableText.of(text)).isEqualTo(shown);
  }

  @ParameterizedTest
  @CsvSource({
    "'{\"a\":\"\u009b2J\u202e\"}', '{\"a\":\"\\u009b2J\\u202e\"}'",
    "'{\t\"a\":\r1}', '{ \"a\": 1}'",
    "'{\"a\":\"Läufer 😀\"}', '{\"a\":\"Läufer 😀\"}'",
    "'{\"a\":\"\udb40\udc01\"}', '{\"a\":\"\\udb40\\udc01\"}'",
  })
  void aDocumentIsTheSameJson(String document, String shown) {
    assertThat(PrintableText.ofJson(document)).isEqualTo(shown);
  }
}
