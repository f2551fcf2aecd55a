package dev.runmark.quickstart.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * One process of a cluster with its pid file and its output. The pid file is there from the start
 * until the process was seen to have ended, so that a process which outlived its starter can be
 * found.
 */
final class ChildProcess {

  private final String name;
  private final ClusterDirectory directory;
  private final Process process;

  private ChildProcess(String name, ClusterDirectory directory, Process process) {
    this.name = name;
    this.directory = directory;
    this.process = process;
  }

  static ChildProcess start(
      String name,
      ClusterDirectory directory,
      List<String> command,
      Map<String, String> environment)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    builder.directory(directory.root().toFile());
    builder.redirectErrorStream(true);
    builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
    builder.redirectOutput(
        ProcessBuilder.Redirect.appendTo(directory.logs().resolve(name + ".out").toFile()));
    ChildProcess child = new ChildProcess(name, directory, builder.start());
    Files.writeString(child.pidFile(), Long.toString(child.pid()));
    return child;
  }

  String name() {
    return name;
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Completes when the process has ended. */
  CompletableFuture<?> end() {
    return process.onExit();
  }

  /** SIGTERM; the process has still to be awaited. */
  void terminate() {
    process.destroy();
  }

  /** SIGKILL, and waits until the process is gone. */
  void kill() throws IOException, InterruptedException {
    process.destroyForcibly().waitFor();
    Files.deleteIfExists(pidFile());
  }

  /**
   * Waits for the end, at most so long, then kills. Never gives up half-way: it is what cleaning up
   * calls.
   */
  void awaitEnd(Duration patience) {
    try {
      if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly().waitFor();
      }
      Files.deleteIfExists(pidFile());
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new UncheckedIOException("pid file of " + name + " not removed", e);
    }
  }

  /** SIGSTOP: the process stands still and keeps its connections and locks. */
  void pause() throws IOException, InterruptedException {
    signal("STOP");
  }

  /** SIGCONT. */
  void resume() throws IOException, InterruptedException {
    signal("CONT");
  }

  /** The last lines of log and output, for a person who has to find out why it failed. */
  String tail(int lines) {
    return tail(directory.logs().resolve(name + ".log"), lines)
        + tail(directory.logs().resolve(name + ".out"), lines);
  }

  private void signal(String signal) throws IOException, InterruptedException {
    // kill is a builtin of every shell; the program of that name is not installed everywhere.
    int exit = new ProcessBuilder("sh", "-c", "kill -" + signal + " " + pid()).start().waitFor();
    if (exit != 0) {
      throw new IOException("SIG" + signal + " to " + name + ": kill exited with " + exit);
    }
  }

  private Path pidFile() {
    return directory.pids().resolve(name + ".pid");
  }

  private static String tail(Path file, int lines) {
    try {
      List<String> all = Files.readString(file, StandardCharsets.UTF_8).lines().toList();
      List<String> last = all.subList(Math.max(0, all.size() - lines), all.size());
      return "--- " + file + "\n" + String.join("\n", last) + "\n";
    } catch (IOException e) {
      return "--- " + file + ": " + e + "\n";
    }
  }
}
