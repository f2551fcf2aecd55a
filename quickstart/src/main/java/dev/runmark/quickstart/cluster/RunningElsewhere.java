package dev.runmark.quickstart.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Refuses a directory in which processes of an earlier start still run: both would write the same
 * files.
 */
final class RunningElsewhere {

  private RunningElsewhere() {}

  static void refuse(ClusterDirectory directory) throws IOException {
    List<Path> files;
    try (Stream<Path> found = Files.list(directory.pids())) {
      files = found.sorted().toList();
    }
    for (Path file : files) {
      if (runs(Long.parseLong(Files.readString(file).trim()), directory)) {
        throw new IllegalStateException(
            "cluster in "
                + directory.root()
                + ": "
                + file.getFileName()
                + " says that process "
                + Files.readString(file).trim()
                + " of an earlier start still runs; end it, or choose another directory");
      }
      Files.delete(file);
    }
  }

  /** Process ids are used again: only one that was started with this directory counts. */
  private static boolean runs(long pid, ClusterDirectory directory) {
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .flatMap(process -> process.info().arguments())
        .map(arguments -> Stream.of(arguments).anyMatch(directory.conf().toString()::equals))
        .orElse(false);
  }
}
