package dev.runmark.reader.http;

import dev.runmark.reader.RunmarkReader;
import dev.runmark.reader.send.SendException;
import dev.runmark.reader.send.SendRuns;
import dev.runmark.storage.failure.ReadException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/** What is asked about the server itself. */
final class WatchRoutes {

  private final RunmarkReader reader;
  private final SendRuns door;
  private final ApiMetrics metrics;

  WatchRoutes(RunmarkReader reader, SendRuns door, ApiMetrics metrics) {
    this.reader = reader;
    this.door = door;
    this.metrics = metrics;
  }

  List<Route> routes() {
    return List.of(
        route("/health/live", Set.of(200), this::live),
        route("/health/ready", Set.of(200, 503), this::ready),
        route("/metrics", Set.of(200), this::metrics),
        route("/openapi.json", Set.of(200), this::description));
  }

  private static Route route(String path, Set<Integer> statuses, Route.Action action) {
    return new Route("GET", path, Scope.NONE, List.of(), statuses, action);
  }

  private void live(Exchange exchange) throws IOException {
    exchange.json(200, json -> json.writeStringField("status", "live"));
  }

  private void ready(Exchange exchange) throws IOException {
    String index = index();
    String kafka = kafka();
    boolean ready = index.equals("ok") && kafka.equals("ok");
    exchange.json(
        ready ? 200 : 503,
        json -> {
          json.writeStringField("status", ready ? "ready" : "not_ready");
          json.writeStringField("index", index);
          json.writeStringField("kafka", kafka);
        });
  }

  private String index() {
    try {
      reader.findAll("-", List.of(new UUID(0, 0)));
      return "ok";
    } catch (ReadException e) {
      return "away";
    }
  }

  private String kafka() {
    try {
      door.check();
      return "ok";
    } catch (SendException e) {
      return "away";
    }
  }

  private void metrics(Exchange exchange) throws IOException {
    exchange.answer(200, ApiMetrics.CONTENT_TYPE, metrics.text());
  }

  private void description(Exchange exchange) throws IOException {
    exchange.answer(200, Exchange.JSON, document());
  }

  static byte[] document() throws IOException {
    try (InputStream in = WatchRoutes.class.getResourceAsStream("openapi.json")) {
      return Objects.requireNonNull(in, "openapi.json").readAllBytes();
    }
  }
}
