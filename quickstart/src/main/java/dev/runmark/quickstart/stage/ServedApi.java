package dev.runmark.quickstart.stage;

import dev.runmark.embedded.Ports;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The HTTP API as a process of its own, at one port from one start to the next. Nobody waits until
 * it serves.
 */
public final class ServedApi implements AutoCloseable {

  private final Path options;
  private final Map<String, String> environment;
  private final int port;
  private final Thread atExit = new Thread(this::destroy, "stop-api");
  private volatile Process process;

  private ServedApi(Path options, Map<String, String> environment, int port) throws IOException {
    this.options = options;
    this.environment = new HashMap<>(environment);
    this.port = port;
    this.environment.put("RUNMARK_API_LISTEN", "127.0.0.1:" + port);
    // What is read is to come from the stores, each time.
    this.environment.put("RUNMARK_READER_CACHE", "0 B");
    this.process = run();
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  /**
   * Starts it.
   *
   * @param environment with secrets, and options that differ from the file's
   */
  static ServedApi start(Path options, Map<String, String> environment) throws IOException {
    return new ServedApi(options, environment, Ports.free(0));
  }

  public URI address() {
    return URI.create("http://127.0.0.1:" + port);
  }

  public long pid() {
    return process.pid();
  }

  /** What it prints and logs. */
  public Path log() {
    return options.resolveSibling(options.getFileName() + ".api.log");
  }

  /** SIGKILL. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Starts it again. */
  public void start() throws IOException {
    process = run();
  }

  private Process run() throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx192m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-jar",
                BuiltJar.API.locate().toString(),
                "serve",
                "--config",
                options.toAbsolutePath().toString()));
    builder.environment().putAll(environment);
    return builder
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
        .start();
  }

  private void destroy() {
    process.destroyForcibly();
  }

  @Override
  public void close() {
    destroy();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().removeShutdownHook(atExit);
  }
}
