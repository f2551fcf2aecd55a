package dev.runmark.quickstart.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A temporary directory, empty again when it is closed. */
record Scratch(Path directory) implements AutoCloseable {

  static Scratch create() throws IOException {
    return new Scratch(Files.createTempDirectory("runmark-audit"));
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(directory);
  }
}
