package dev.runmark.reader;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** What this process logs of the module from a moment on: log4j2-test.properties says where to. */
final class LoggedLines {

  private static final Path FILE = Path.of("target", "test.log");

  private final int begun;

  private LoggedLines(int begun) {
    this.begun = begun;
  }

  static LoggedLines fromNow() throws IOException {
    return new LoggedLines(Files.exists(FILE) ? Math.toIntExact(Files.size(FILE)) : 0);
  }

  /** Entries whole: what is logged of a request, or a stack trace, has several lines. */
  List<String> having(String text) throws IOException {
    byte[] all = Files.readAllBytes(FILE);
    String since = new String(all, begun, all.length - begun, StandardCharsets.UTF_8);
    String own = ProcessHandle.current().pid() + " ";
    return Arrays.stream(since.split("\n(?=\\d+ [A-Z]+ )"))
        .filter(entry -> entry.startsWith(own) && entry.contains(text))
        .toList();
  }
}
