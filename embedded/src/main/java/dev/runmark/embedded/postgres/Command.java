package dev.runmark.embedded.postgres;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/** A program that is run to its end. */
record Command(List<String> words) {

  /** What a finished program left: its exit status and all it printed. */
  record Result(int status, String output) {
    boolean succeeded() {
      return status == 0;
    }
  }

  static Command of(List<String> prefix, List<String> words) {
    return new Command(Stream.concat(prefix.stream(), words.stream()).toList());
  }

  Result run() throws IOException {
    Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
    process.getOutputStream().close();
    try {
      String output =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      return new Result(process.waitFor(), output);
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("running " + words.get(0) + ": interrupted");
    }
  }
}
