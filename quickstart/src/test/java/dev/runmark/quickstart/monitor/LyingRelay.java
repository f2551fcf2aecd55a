package dev.runmark.quickstart.monitor;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;

/** Stands before the API and changes its answers: an API with a fault that it does not have. */
final class LyingRelay implements AutoCloseable {

  /** An answer of the API, and what is made of it. */
  record Reply(int status, String body) {}

  /** What it does to answers. */
  interface Lie {
    Reply instead(String path, Reply truth);
  }

  private final HttpClient client = HttpClient.newHttpClient();
  private final HttpServer server;
  private final URI api;
  private volatile Lie lie = (path, truth) -> truth;

  private LyingRelay(HttpServer server, URI api) {
    this.server = server;
    this.api = api;
  }

  static LyingRelay before(URI api) throws IOException {
    // Without it each answer waits 40 ms for an acknowledgement of its head.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    LyingRelay relay = new LyingRelay(server, api);
    server.createContext("/", relay::answer);
    server.start();
    return relay;
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  void lie(Lie next) {
    lie = next;
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().toString();
    try {
      HttpResponse<String> truth =
          client.send(HttpRequest.newBuilder(api.resolve(path)).build(), BodyHandlers.ofString());
      Reply reply = lie.instead(path, new Reply(truth.statusCode(), truth.body()));
      byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      exchange.close();
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
