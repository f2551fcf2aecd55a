package dev.runmark.job.cli;

/**
 * Text from outside for a terminal: what could move the cursor, colour, hide or reorder other text
 * stands there as an escape.
 */
final class PrintableText {

  private PrintableText() {}

  static String of(String text) {
    StringBuilder printable = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            point -> {
              if (isPrintable(point)) {
                printable.appendCodePoint(point);
              } else {
                printable.append(String.format("\\u{%x}", point));
              }
            });
    return printable.toString();
  }

  private static boolean isPrintable(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.PRIVATE_USE,
          Character.SURROGATE,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }
}
