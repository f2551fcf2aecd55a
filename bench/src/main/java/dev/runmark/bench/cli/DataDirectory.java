package dev.runmark.bench.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the servers of a benchmark have their data while it runs. */
final class DataDirectory {

  interface Work {
    void run(Path directory) throws Exception;
  }

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description = "for the servers' data, deleted at the end (default: data/bench)")
  private @Nullable Path home;

  /** Does the work with a directory of its own, which then goes. */
  void with(String benchmark, Work work) throws Exception {
    Path parent = Files.createDirectories(home == null ? defaultHome() : home);
    Path directory = Files.createTempDirectory(parent, benchmark + "-");
    try {
      work.run(directory);
    } finally {
      delete(directory);
    }
  }

  private static Path defaultHome() {
    return Path.of(System.getProperty("runmark.home", ""), "data", "bench").toAbsolutePath();
  }

  private static void delete(Path directory) throws IOException {
    List<Path> deepestFirst;
    try (Stream<Path> all = Files.walk(directory)) {
      deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : deepestFirst) {
      Files.delete(path);
    }
  }
}
