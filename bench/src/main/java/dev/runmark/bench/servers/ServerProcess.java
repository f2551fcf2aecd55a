package dev.runmark.bench.servers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The process of one server, from when it serves until it is closed. */
final class ServerProcess implements AutoCloseable {

  private static final int PATIENCE_SECONDS = 30;
  private static final int HEAP = 1024;

  private final Process process;
  private final Properties answer;

  private ServerProcess(Process process, Properties answer) {
    this.process = process;
    this.answer = answer;
  }

  /**
   * Starts the server and waits until it serves.
   *
   * @param own a directory for all that it writes
   */
  static ServerProcess start(ServerKind kind, Path own) throws IOException {
    Path directory = Files.createDirectories(own.toAbsolutePath());
    Path answerFile = directory.resolve(ServerMain.ANSWER);
    // It holds a password: nobody else's from the first byte on.
    Files.createFile(
        answerFile,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Path log = directory.resolve("server.err");
    Process process =
        new ProcessBuilder(
                JavaCommand.of(
                    ServerMain.class, HEAP, directory, kind.name(), directory.toString()))
            .redirectError(log.toFile())
            .start();
    if (!awaitReady(process)) {
      process.destroyForcibly();
      throw new IOException(
          "starting " + kind.process() + ": it ended before it served, see " + log);
    }
    Properties answer = new Properties();
    try (InputStream in = Files.newInputStream(answerFile)) {
      answer.load(in);
    }
    return new ServerProcess(process, answer);
  }

  long pid() {
    return process.pid();
  }

  String answer(String key) {
    String value = answer.getProperty(key);
    if (value == null) {
      throw new IllegalStateException("server's answer: it has no " + key);
    }
    return value;
  }

  /** Whether it said that it serves; whatever else the server prints is drained for good. */
  private static boolean awaitReady(Process process) throws IOException {
    BufferedReader out = process.inputReader();
    @Nullable String line = out.readLine();
    while (line != null && !line.equals(ServerMain.READY)) {
      line = out.readLine();
    }
    if (line == null) {
      return false;
    }
    Thread drain = new Thread(() -> out.lines().forEach(ignored -> {}), "drain-" + process.pid());
    drain.setDaemon(true);
    drain.start();
    return true;
  }

  /** Ends its input, which it takes as the word to stop, and kills it when that does not help. */
  @Override
  public void close() throws IOException {
    process.getOutputStream().close();
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
