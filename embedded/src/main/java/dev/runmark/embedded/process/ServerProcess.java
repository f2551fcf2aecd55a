package dev.runmark.embedded.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The process of one server, from when it serves until it is closed or killed. */
public final class ServerProcess implements AutoCloseable {

  private static final int PATIENCE_SECONDS = 30;

  private final Process process;
  private final Properties answer;

  private ServerProcess(Process process, Properties answer) {
    this.process = process;
    this.answer = answer;
  }

  /**
   * Starts the server and waits until it serves.
   *
   * @param own a directory for all that it writes; of one that was killed before, it is found again
   * @param heap MiB that it may have at most
   */
  public static <S extends Enum<S> & ServerStart> ServerProcess start(
      S kind, Path own, int heap, Map<String, String> settings) throws IOException {
    Path directory = Files.createDirectories(own.toAbsolutePath());
    Properties given = new Properties();
    given.putAll(settings);
    try (OutputStream out = Files.newOutputStream(directory.resolve(ServerMain.SETTINGS))) {
      given.store(out, null);
    }
    Path answerFile = directory.resolve(ServerMain.ANSWER);
    Files.deleteIfExists(answerFile);
    // It holds a password: nobody else's from the first byte on.
    Files.createFile(
        answerFile,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Path log = directory.resolve("server.err");
    String kinds = kind.getDeclaringClass().getName();
    Process process =
        new ProcessBuilder(
                JavaCommand.of(
                    ServerMain.class, heap, directory, kinds, kind.name(), directory.toString()))
            .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    if (!awaitReady(process)) {
      process.destroyForcibly();
      throw new IOException(
          "starting %s: it ended before it served, see %s"
              .formatted(kind.name().toLowerCase(Locale.ROOT), log));
    }
    Properties answer = new Properties();
    try (InputStream in = Files.newInputStream(answerFile)) {
      answer.load(in);
    }
    return new ServerProcess(process, answer);
  }

  public long pid() {
    return process.pid();
  }

  /** What clients need to know, by its name. */
  public String answer(String key) {
    String value = answer.getProperty(key);
    if (value == null) {
      throw new IllegalStateException("server's answer: it has no " + key);
    }
    return value;
  }

  /** SIGKILL, and waits until the process is gone; one that is paused too. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** SIGSTOP: it answers nothing any more, and its connections stay. */
  public void pause() throws IOException, InterruptedException {
    signal("STOP");
  }

  /** SIGCONT after {@link #pause}. */
  public void resume() throws IOException, InterruptedException {
    signal("CONT");
  }

  private void signal(String signal) throws IOException, InterruptedException {
    // kill is a builtin of every shell; the program of that name is not installed everywhere.
    int exit = new ProcessBuilder("sh", "-c", "kill -" + signal + " " + pid()).start().waitFor();
    if (exit != 0) {
      throw new IOException("SIG" + signal + " to process " + pid() + ": kill exited with " + exit);
    }
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
