package dev.runmark.quickstart.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is there is found, in each kind of place. */
class SecretCrawlTest {

  @TempDir Path directory;

  private final SecretCrawl crawl = new SecretCrawl(Map.of("it", "canary", "other", "nowhere"));

  @Test
  void aWordAmongTheBytesOfAnyFileIsFound() throws Exception {
    Path file = Files.createDirectories(directory.resolve("a/b")).resolve("_metadata");
    Files.write(file, "\u00ff\u0000canary\u0000\u00fe".getBytes(StandardCharsets.ISO_8859_1));
    Files.writeString(directory.resolve("clean"), "a can of rye");

    crawl.files("checkpoint", directory);

    assertThat(crawl.places("it")).containsExactly("checkpoint " + file);
    assertThat(crawl.places("other")).isEmpty();
  }

  @Test
  void aWordInAHeaderOrABodyIsFoundWhateverTheStatus() throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/body",
        exchange -> {
          byte[] body = "{\"password\":\"canary\"}".getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(500, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.createContext(
        "/header",
        exchange -> {
          exchange.getResponseHeaders().add("X-Told", "canary");
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    server.start();
    try {
      URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
      crawl.get("rest", address.resolve("/body"));
      crawl.get("rest", address.resolve("/header"));
    } finally {
      server.stop(0);
    }
    assertThat(crawl.places("it")).containsExactly("rest /body", "rest /header");
    assertThat(crawl.answered()).isOne();
  }

  @Test
  void aWordOnACommandLineIsFound() throws Exception {
    Process process = new ProcessBuilder("sleep", "60", "0.1").start();
    try {
      SecretCrawl arguments = new SecretCrawl(Map.of("seconds", "0.1"));
      arguments.arguments(List.of(process.pid()));
      assertThat(arguments.places("seconds")).containsExactly("arguments " + process.pid());
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void allThatFlinkDeclaresIsAskedWithEveryValue() throws Exception {
    assertThat(FlinkGets.declared())
        .contains(
            "/config",
            "/jobmanager/environment",
            "/jobmanager/logs/:filename",
            "/jobs/:jobid/config",
            "/jobs/:jobid/exceptions",
            "/jobs/:jobid/vertices/:vertexid/subtasks/:subtaskindex",
            "/taskmanagers/:taskmanagerid/thread-dump")
        .hasSizeGreaterThan(60);
    assertThat(
            FlinkGets.filled(
                "/a/:jobid/b/:vertexid",
                Map.of(":jobid", List.of("1"), ":vertexid", List.of("x", "y z"))))
        .containsExactly("/a/1/b/x", "/a/1/b/y+z");
    assertThat(FlinkGets.filled("/a/:other", Map.of(":jobid", List.of("1")))).isEmpty();
  }
}
