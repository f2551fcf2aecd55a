package dev.runmark.storage.objects;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.runmark.storage.failure.StoreAwayException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers that no server of ours gives. */
class S3AnswersIT {

  @Test
  void aListingThatDoesNotSayWhetherItEndsIsNotTakenForWhole() throws IOException {
    HttpServer server =
        answering(
            "<ListBucketResult><Name>runs</Name><Contents><Key>a</Key><Size>1</Size>"
                + "<LastModified>2026-01-02T03:04:05Z</LastModified></Contents></ListBucketResult>");
    try (ObjectStore store = store(server.getAddress().getPort(), Duration.ofSeconds(10))) {
      assertThatThrownBy(() -> store.list("a").toList())
          .isInstanceOf(IOException.class)
          .hasMessageContaining("list a in bucket runs: gave up after")
          .hasMessageContaining("the listing does not say whether it goes on");
    } finally {
      server.stop(0);
    }
  }

  /** One byte now and then keeps a socket's own time-out away. */
  @ParameterizedTest
  @ValueSource(strings = {"", "HTTP/1.1 206 Partial Content\r\nContent-Length: 100\r\n"})
  void anAnswerThatDripsIsGivenUpInTime(String begun) throws Exception {
    try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Thread drip = new Thread(() -> drip(server, begun));
      drip.setDaemon(true);
      drip.start();
      long from = System.nanoTime();
      try (ObjectStore store = store(server.getLocalPort(), Duration.ofMillis(400))) {
        assertThatThrownBy(() -> store.read("a", new ByteRange(0, 100)))
            .isInstanceOf(StoreAwayException.class)
            .hasMessageContaining("read bytes=0-99 of a in bucket runs: gave up after")
            .hasMessageContaining("400 millis");
      }
      assertThat(Duration.ofNanos(System.nanoTime() - from)).isLessThan(Duration.ofSeconds(5));
    }
  }

  private static void drip(ServerSocket server, String begun) {
    String head = begun.isEmpty() ? "HTTP/1.1 206 " : begun + "\r\n";
    while (!server.isClosed()) {
      try (Socket client = server.accept()) {
        client.getOutputStream().write(head.getBytes(UTF_8));
        while (true) {
          client.getOutputStream().write('a');
          Thread.sleep(50);
        }
      } catch (IOException | InterruptedException e) {
        // The client went away, or the test is over.
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "403 | <Error><Code>AccessDenied</Code><Message>no</Message></Error> | 403 AccessDenied (no)",
        "403 | <html><body>go away</body></html> | 403",
        "404 | <Error><Code>NoSuchBucket</Code></Error> | 404 NoSuchBucket",
        "403 | <Error><Code>Acc | 403",
        "400 | '<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/hostname\">]><Error><Code>&b;</Code></Error>' | 400",
        "401 | '' | 401"
      })
  void aRefusalIsToldInItsOwnWords(int status, String body, String told) throws IOException {
    HttpServer server = answering(status, body);
    try (ObjectStore store = store(server.getAddress().getPort(), Duration.ofSeconds(10))) {
      assertThatThrownBy(() -> store.read("a", new ByteRange(0, 10)))
          .isInstanceOf(IOException.class)
          .isNotInstanceOf(ObjectMissingException.class)
          .hasMessage("read bytes=0-9 of a in bucket runs: " + told);
    } finally {
      server.stop(0);
    }
  }

  @Test
  void onlyS3sOwnWordForItMeansThatAnObjectIsMissing() throws IOException {
    HttpServer server = answering(404, "<Error><Code>NoSuchKey</Code></Error>");
    try (ObjectStore store = store(server.getAddress().getPort(), Duration.ofSeconds(10))) {
      assertThatThrownBy(() -> store.read("a", new ByteRange(0, 10)))
          .isInstanceOf(ObjectMissingException.class);
    } finally {
      server.stop(0);
    }
  }

  private static ObjectStore store(int port, Duration timeout) {
    return S3ObjectStore.open(
        S3Options.of("runs", "us-east-1")
            .at(URI.create("http://127.0.0.1:" + port))
            .as(new S3Credentials("a", "b"))
            .with(S3Transfer.DEFAULT.withTimes(Duration.ofMillis(300), timeout)));
  }

  private static HttpServer answering(String document) throws IOException {
    return answering(200, document);
  }

  private static HttpServer answering(int status, String document) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          byte[] body = document.getBytes(UTF_8);
          exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    return server;
  }
}
