package dev.runmark.quickstart.crash;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the TaskManagers of a cluster log from now on, those that are killed too. */
final class TaskManagerLogs {

  /** A commit found a part in the ledger, which only happens after a restore. */
  static final Pattern ALREADY_COMMITTED = Pattern.compile("already committed part=");

  /** A commit had no rows with its committables and read them from the rows object. */
  static final Pattern READ_BACK = Pattern.compile("committed subtask=.* read-back=[1-9]");

  private final Path directory;
  private final Map<Pattern, Long> before = new HashMap<>();

  TaskManagerLogs(Path directory) throws IOException {
    this.directory = directory;
    for (Pattern each : List.of(ALREADY_COMMITTED, READ_BACK)) {
      before.put(each, all(each));
    }
  }

  /** Lines in which the pattern is found. */
  long count(Pattern pattern) throws IOException {
    return all(pattern) - before.getOrDefault(pattern, 0L);
  }

  private long all(Pattern pattern) throws IOException {
    long count = 0;
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file :
          files
              .filter(file -> file.getFileName().toString().matches("taskmanager-.*\\.log.*"))
              .toList()) {
        String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        count += text.lines().filter(line -> pattern.matcher(line).find()).count();
      }
    }
    return count;
  }
}
