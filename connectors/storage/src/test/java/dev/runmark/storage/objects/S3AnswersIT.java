package dev.runmark.storage.objects;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Answers that no server of ours gives. */
class S3AnswersIT {

  @Test
  void aListingThatDoesNotSayWhetherItEndsIsNotTakenForWhole() throws IOException {
    HttpServer server =
        answering(
            "<ListBucketResult><Name>runs</Name><Contents><Key>a</Key><Size>1</Size>"
                + "<LastModified>2026-01-02T03:04:05Z</LastModified></Contents></ListBucketResult>");
    S3Options options =
        S3Options.of("runs", "us-east-1")
            .at(URI.create("http://127.0.0.1:" + server.getAddress().getPort()))
            .as(new S3Credentials("a", "b"))
            .with(S3Transfer.DEFAULT.withTimes(Duration.ofMillis(300), Duration.ofSeconds(10)));
    try (ObjectStore store = S3ObjectStore.open(options)) {
      assertThatThrownBy(() -> store.list("a").toList())
          .isInstanceOf(IOException.class)
          .hasMessageContaining("list a in bucket runs: gave up after")
          .hasMessageContaining("the listing does not say whether it goes on");
    } finally {
      server.stop(0);
    }
  }

  private static HttpServer answering(String document) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          byte[] body = document.getBytes(UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    return server;
  }
}
