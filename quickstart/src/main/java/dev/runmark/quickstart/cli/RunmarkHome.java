package dev.runmark.quickstart.cli;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The folders of the repository that the launcher stands in; it names them by the system property
 * {@code runmark.home}.
 */
final class RunmarkHome {

  private RunmarkHome() {}

  static Path directory() {
    return Path.of(System.getProperty("runmark.home", "")).toAbsolutePath();
  }

  /** Where a cluster lives that was not told otherwise. */
  static Path cluster() {
    return directory().resolve("data").resolve("cluster");
  }

  /** The jar to submit. */
  static Path job() throws IOException {
    Path target = directory().resolve("job").resolve("target");
    if (Files.isDirectory(target)) {
      try (DirectoryStream<Path> jars =
          Files.newDirectoryStream(target, "runmark-job-*[0-9T].jar")) {
        for (Path jar : jars) {
          return jar;
        }
      }
    }
    return target.resolve("runmark-job.jar");
  }
}
