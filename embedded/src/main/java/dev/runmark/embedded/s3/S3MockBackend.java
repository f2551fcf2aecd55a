package dev.runmark.embedded.s3;

import dev.runmark.embedded.Ports;
import java.io.File;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Adobe's s3mock, in a process of its own, which ends with this JVM. It has checksums and refuses
 * pieces after an abort, unlike s3proxy, but it checks no signature.
 *
 * <p>Its log is {@code s3mock.log} beside the directory of the objects.
 */
final class S3MockBackend implements S3Backend {

  private static final Duration START_PATIENCE = Duration.ofMinutes(2);
  private static final Duration CALL_PATIENCE = Duration.ofSeconds(10);
  private static final long PAUSE_MILLIS = 100;

  private final Process process;
  private final int port;
  private final HttpClient client = HttpClient.newHttpClient();
  private final Thread endWithJvm;

  private S3MockBackend(Process process, int port) {
    this.process = process;
    this.port = port;
    this.endWithJvm = new Thread(process::destroyForcibly, "s3mock-end");
    Runtime.getRuntime().addShutdownHook(endWithJvm);
  }

  /**
   * @param libraries directory of its jars
   */
  static S3MockBackend start(Path directory, Path libraries, int wantedPort) throws IOException {
    int port = wantedPort == 0 ? Ports.free(0) : wantedPort;
    File log = directory.resolveSibling("s3mock.log").toFile();
    ProcessBuilder builder =
        new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-cp",
                libraries + "/*",
                "com.adobe.testing.s3mock.S3MockApplication",
                "--com.adobe.testing.s3mock.httpPort=" + port,
                "--server.port=0",
                "--com.adobe.testing.s3mock.max-payload-size=1GB"));
    builder
        .environment()
        .putAll(
            Map.of(
                "COM_ADOBE_TESTING_S3MOCK_STORE_ROOT",
                directory.toString(),
                "COM_ADOBE_TESTING_S3MOCK_STORE_RETAIN_FILES_ON_EXIT",
                "true"));
    Process process = builder.redirectErrorStream(true).redirectOutput(log).start();
    S3MockBackend started = new S3MockBackend(process, port);
    try {
      started.awaitReady(log);
    } catch (IOException e) {
      started.close();
      throw e;
    }
    return started;
  }

  private void awaitReady(File log) throws IOException {
    long deadline = System.nanoTime() + START_PATIENCE.toNanos();
    while (!answers()) {
      if (!process.isAlive() || System.nanoTime() > deadline) {
        throw new IOException(
            "start s3mock on port "
                + port
                + ": it does not answer\n"
                + Files.readString(log.toPath()));
      }
      pause();
    }
  }

  private boolean answers() throws IOException {
    try {
      return call("GET", "/") / 100 == 2;
    } catch (InterruptedIOException e) {
      throw e;
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public void createBucket(String bucket) throws IOException {
    int status = call("PUT", "/" + bucket);
    if (status / 100 != 2 && status != 409) {
      throw new IOException("create bucket " + bucket + ": s3mock answered " + status);
    }
  }

  private int call(String method, String path) throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .timeout(CALL_PATIENCE)
            .method(method, HttpRequest.BodyPublishers.noBody())
            .build();
    try {
      return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  private void pause() throws IOException {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  private InterruptedIOException interrupted() {
    Thread.currentThread().interrupt();
    return new InterruptedIOException("s3mock on port " + port + ": interrupted");
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(CALL_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
      }
      Runtime.getRuntime().removeShutdownHook(endWithJvm);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    } catch (IllegalStateException e) {
      // The JVM is ending and runs that very hook.
    }
  }
}
