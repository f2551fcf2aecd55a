package dev.runmark.reader.cli;

import dev.runmark.console.PrintableText;
import dev.runmark.console.Terminal;
import dev.runmark.storage.json.Slice;
import dev.runmark.storage.read.StoredRun;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import picocli.CommandLine.Model.CommandSpec;

/** What a command prints, a line at a time. */
final class Output {

  /** Nobody reads any more: the command ends without a word. */
  static final class ClosedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ClosedException() {
      super("standard output is closed", null, false, false);
    }
  }

  private final PrintWriter out;
  private final boolean terminal = Terminal.isOutput();

  Output(CommandSpec command) {
    out = command.commandLine().getOut();
  }

  /** Not by println: many go out together, and a line of NDJSON ends with LF everywhere. */
  void line(String text) {
    out.print(text);
    out.print('\n');
  }

  void row(String format, Object... columns) {
    line(String.format(Locale.ROOT, format, columns).stripTrailing());
  }

  /** A run's document: byte for byte, but for what a terminal would obey. */
  void document(StoredRun run) {
    Slice document = run.document();
    String text =
        new String(document.bytes(), document.offset(), document.length(), StandardCharsets.UTF_8);
    line(terminal ? PrintableText.ofJson(text) : text);
    flush();
  }

  /**
   * All of it has gone out.
   *
   * @throws ClosedException when it cannot
   */
  void flush() {
    if (out.checkError()) {
      throw new ClosedException();
    }
  }
}
