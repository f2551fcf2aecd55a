package dev.runmark.traces.cli;

import dev.runmark.console.PrintableText;
import java.io.PrintWriter;
import java.util.Locale;

/** What the command prints, a line at a time. */
final class Lines {

  private final PrintWriter out;
  private final int width;

  /**
   * @param width columns of the terminal
   */
  Lines(PrintWriter out, int width) {
    this.out = out;
    this.width = width;
  }

  int width() {
    return width;
  }

  void line(String text) {
    out.print(text.stripTrailing());
    out.print('\n');
  }

  void row(String format, Object... columns) {
    line(String.format(Locale.ROOT, format, columns));
  }

  /** Text from outside, cut to some columns and filled up to them. */
  static String column(String text, int columns) {
    String printable = PrintableText.of(text);
    int length = printable.codePointCount(0, printable.length());
    if (length > columns) {
      return printable.substring(0, printable.offsetByCodePoints(0, columns - 1)) + "…";
    }
    return printable + " ".repeat(columns - length);
  }
}
