package dev.runmark.embedded.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class S3ProxyIT {

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final AtomicInteger served = new AtomicInteger();
  private HttpServer server;
  private S3Proxy proxy;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          served.incrementAndGet();
          byte[] body = exchange.getRequestBody().readAllBytes();
          byte[] host = exchange.getRequestHeaders().getFirst("Host").getBytes();
          byte[] answer = body.length == 0 ? host : body;
          // A length of 0 means chunked here: the proxy has to understand both.
          exchange.sendResponseHeaders(200, body.length == 0 ? 0 : answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    server.start();
    proxy = S3Proxy.start(URI.create("http://127.0.0.1:" + server.getAddress().getPort()));
  }

  @AfterEach
  void stop() {
    proxy.close();
    server.stop(0);
  }

  @Test
  void forwardsWithTheClientsHostAndCounts() throws Exception {
    assertThat(get("/b/a").body()).isEqualTo(proxy.endpoint().getAuthority());
    assertThat(send("PUT", "/b/a?partNumber=1&uploadId=x", "née").body()).isEqualTo("née");
    assertThat(proxy.calls(S3Operation.GET_OBJECT)).isEqualTo(1);
    assertThat(proxy.calls(S3Operation.UPLOAD_PART)).isEqualTo(1);
    assertThat(proxy.calls(S3Operation.PUT_OBJECT)).isZero();
    assertThat(proxy.headers(S3Operation.UPLOAD_PART, "content-length")).containsExactly("4");
  }

  @Test
  void eachFaultIsUsedOnce() throws Exception {
    proxy.fail(S3Operation.GET_OBJECT, S3Fault.SLOW_DOWN);
    proxy.fail(S3Operation.GET_OBJECT, S3Fault.TOO_MANY_REQUESTS);
    assertThat(get("/b/a").statusCode()).isEqualTo(503);
    assertThat(get("/b/a").body()).contains("<Code>TooManyRequests</Code>");
    assertThat(get("/b/a").statusCode()).isEqualTo(200);
    assertThat(served).hasValue(1);
  }

  @Test
  void aLostAnswerWasServed() {
    proxy.fail(S3Operation.PUT_OBJECT, S3Fault.ANSWER_LOST);
    assertThatThrownBy(() -> send("PUT", "/b/a", "x")).isInstanceOf(IOException.class);
    assertThat(served).hasValue(1);
  }

  @Test
  void aResetRequestWasNotServed() {
    proxy.fail(S3Operation.PUT_OBJECT, S3Fault.RESET);
    assertThatThrownBy(() -> send("PUT", "/b/a", "x")).isInstanceOf(IOException.class);
    assertThat(served).hasValue(0);
  }

  @Test
  void bytesAreFlippedAndCut() throws Exception {
    proxy.fail(S3Operation.PUT_OBJECT, S3Fault.UPLOAD_FLIPPED);
    assertThat(send("PUT", "/b/a", "abc").body()).isEqualTo("acc");
    proxy.fail(S3Operation.PUT_OBJECT, S3Fault.ANSWER_FLIPPED);
    assertThat(send("PUT", "/b/a", "abc").body()).isEqualTo("acc");
    proxy.fail(S3Operation.PUT_OBJECT, S3Fault.TRUNCATED);
    assertThatThrownBy(() -> send("PUT", "/b/a", "abc")).isInstanceOf(IOException.class);
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(proxy.endpoint().resolve(path)).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> send(String method, String path, String body)
      throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(proxy.endpoint().resolve(path))
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }
}
