package dev.runmark.embedded.otlp;

import com.google.protobuf.InvalidProtocolBufferException;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** OTLP over HTTP: {@code POST /v1/traces} with protobuf, also with gzip. */
final class OtlpHttp implements AutoCloseable {

  private static final String PROTOBUF = "application/x-protobuf";

  private final Consumer<ExportTraceServiceRequest> received;
  private final ExecutorService threads = Executors.newFixedThreadPool(2);
  private final HttpServer server;

  OtlpHttp(Consumer<ExportTraceServiceRequest> received) throws IOException {
    this.received = received;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/v1/traces", this::answer);
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] sent = exchange.getRequestBody().readAllBytes();
      if (!exchange.getRequestMethod().equals("POST")) {
        send(exchange, 405, "text/plain", text("wanted POST"));
      } else if (!PROTOBUF.equals(exchange.getRequestHeaders().getFirst("Content-Type"))) {
        send(exchange, 415, "text/plain", text("wanted " + PROTOBUF));
      } else {
        accept(exchange, sent);
      }
    }
  }

  private void accept(HttpExchange exchange, byte[] sent) throws IOException {
    ExportTraceServiceRequest request;
    try (InputStream body = body(exchange, sent)) {
      request = ExportTraceServiceRequest.parseFrom(body);
    } catch (InvalidProtocolBufferException | EOFException | ZipException e) {
      send(exchange, 400, "text/plain", text("no request to export traces: " + e.getMessage()));
      return;
    }
    received.accept(request);
    send(exchange, 200, PROTOBUF, ExportTraceServiceResponse.getDefaultInstance().toByteArray());
  }

  private static InputStream body(HttpExchange exchange, byte[] sent) throws IOException {
    InputStream body = new ByteArrayInputStream(sent);
    return "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"))
        ? new GZIPInputStream(body)
        : body;
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static void send(HttpExchange exchange, int status, String type, byte[] body)
      throws IOException {
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdown();
  }
}
