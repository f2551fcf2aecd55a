package dev.runmark.reader.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** What is asked about the server itself. */
final class WatchRoutes {

  private static final String HEALTH = "/health/";
  private static final String METRICS = "/metrics";

  private final Readiness readiness;
  private final ApiMetrics metrics;

  WatchRoutes(Readiness readiness, ApiMetrics metrics) {
    this.readiness = readiness;
    this.metrics = metrics;
  }

  List<Route> routes() {
    return List.of(
        route(HEALTH + "live", Set.of(200), this::live),
        route(HEALTH + "ready", Set.of(200, 503), this::ready),
        route(METRICS, Set.of(200), this::metrics),
        route("/openapi.json", Set.of(200), this::description));
  }

  /** Whether this is the path of what is asked again and again, by who watches the server. */
  static boolean isAsked(String path) {
    return path.startsWith(HEALTH) || path.startsWith(METRICS);
  }

  private static Route route(String path, Set<Integer> statuses, Route.Action action) {
    return new Route("GET", path, Scope.NONE, List.of(), statuses, action);
  }

  private void live(Exchange exchange) throws IOException {
    exchange.json(200, json -> json.writeStringField("status", "live"));
  }

  private void ready(Exchange exchange) throws IOException {
    Readiness.State state = readiness.look();
    exchange.json(
        state.ready() ? 200 : 503,
        json -> {
          json.writeStringField("status", state.ready() ? "ready" : "not_ready");
          json.writeStringField("index", state.index());
          json.writeStringField("kafka", state.kafka());
          json.writeArrayFieldStart("missing");
          for (String missing : state.missing()) {
            json.writeString(missing);
          }
          json.writeEndArray();
        });
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
