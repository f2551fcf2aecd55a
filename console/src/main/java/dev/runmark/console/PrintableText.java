package dev.runmark.console;

/**
 * Text from outside for a terminal: what could move the cursor, colour, hide or reorder other text
 * stands there as an escape.
 */
public final class PrintableText {

  private PrintableText() {}

  public static String of(String text) {
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

  /** A JSON document that says the same: only inside its strings stands what must be escaped. */
  public static String ofJson(String document) {
    if (document.codePoints().allMatch(PrintableText::isPrintable)) {
      return document;
    }
    StringBuilder printable = new StringBuilder(document.length() + 64);
    document
        .codePoints()
        .forEach(
            point -> {
              if (isPrintable(point)) {
                printable.appendCodePoint(point);
              } else if (point == '\t' || point == '\r' || point == '\n') {
                // Between tokens: in a string it would be an escape already.
                printable.append(' ');
              } else {
                for (char half : Character.toChars(point)) {
                  printable.append(String.format("\\u%04x", (int) half));
                }
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
