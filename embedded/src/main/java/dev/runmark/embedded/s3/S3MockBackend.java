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
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Adobe's s3mock, in a process of its own, which ends with this JVM. It has checksums and refuses
 * pieces after an abort, unlike s3proxy.
 *
 * <p>Its known gaps: it checks no signature, and it knows a key by one number, which the abort of
 * an upload takes away: an object under that key, and other uploads of it, are gone with it.
 *
 * <p>It opens two ports, one for TLS that only its own settings reach, and one without that no
 * setting binds to an address. So the first one is used without TLS, and the bean that makes the
 * other is replaced by one on the loopback interface.
 *
 * <p>Its log is {@code s3mock.log} beside the directory of the objects.
 */
final class S3MockBackend implements S3Backend {

  private static final Duration START_PATIENCE = Duration.ofMinutes(2);
  private static final Duration CALL_PATIENCE = Duration.ofSeconds(10);
  private static final long PAUSE_MILLIS = 100;

  private static final String BEANS =
      """
      <beans xmlns="http://www.springframework.org/schema/beans"
          xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
          xsi:schemaLocation="http://www.springframework.org/schema/beans
            http://www.springframework.org/schema/beans/spring-beans.xsd">
        <bean id="httpConnector" class="org.apache.catalina.connector.Connector">
          <property name="port" value="0"/>
          <property name="protocolHandler.address" value="127.0.0.1"/>
        </bean>
      </beans>
      """;

  /** It takes no time with more or fewer digits. */
  private static final DateTimeFormatter TIME =
      new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

  private final Process process;
  private final Path directory;
  private final int port;
  private final HttpClient client = HttpClient.newHttpClient();
  private final Thread endWithJvm;

  private S3MockBackend(Process process, Path directory, int port) {
    this.process = process;
    this.directory = directory;
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
    Path beans = Files.writeString(directory.resolveSibling("s3mock.xml"), BEANS);
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx512m",
                    // A third of the time to start; it shares its cores with the tests.
                    "-XX:TieredStopAtLevel=1",
                    "-cp",
                    libraries + "/*",
                    "com.adobe.testing.s3mock.S3MockApplication",
                    "--server.address=127.0.0.1",
                    "--server.port=" + port,
                    "--server.ssl.enabled=false",
                    "--spring.main.sources=" + beans.toUri(),
                    "--spring.main.allow-bean-definition-overriding=true",
                    "--com.adobe.testing.s3mock.max-payload-size=1GB",
                    "--com.adobe.testing.s3mock.store.root=" + directory,
                    "--com.adobe.testing.s3mock.store.retain-files-on-exit=true"))
            .redirectErrorStream(true)
            .redirectOutput(log)
            .start();
    S3MockBackend started = new S3MockBackend(process, directory, port);
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

  /** A listing tells one of the two times, an answer about the object itself the other. */
  @Override
  public void backdate(String bucket, String key, Instant put) throws IOException {
    String named = "\"key\":\"" + key + "\"";
    for (Path file : metadata(bucket, "objectMetadata.json")) {
      String text = Files.readString(file);
      if (text.contains(named)) {
        Files.writeString(
            file,
            text.replaceFirst("(\"modificationDate\":\")[^\"]*", "$1" + TIME.format(put))
                .replaceFirst("(\"lastModified\":)[0-9]*", "$1" + put.toEpochMilli()));
      }
    }
  }

  @Override
  public void backdateUploads(String bucket, Instant begun) throws IOException {
    for (Path file : metadata(bucket, "multipartMetadata.json")) {
      String text = Files.readString(file);
      Files.writeString(
          file, text.replaceFirst("(\"Initiated\":\")[^\"]*", "$1" + TIME.format(begun)));
    }
  }

  private List<Path> metadata(String bucket, String name) throws IOException {
    try (Stream<Path> files = Files.walk(directory.resolve(bucket))) {
      return files.filter(file -> file.endsWith(name)).toList();
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
