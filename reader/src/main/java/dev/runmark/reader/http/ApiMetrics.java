package dev.runmark.reader.http;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/** What the server counts. Thread-safe. */
final class ApiMetrics {

  static final String CONTENT_TYPE = PrometheusTextFormatWriter.CONTENT_TYPE;

  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final Counter requests =
      Counter.builder()
          .name("runmark_api_requests_total")
          .help("Requests answered, by route and status.")
          .labelNames("route", "status")
          .register(registry);
  private final Counter seconds =
      Counter.builder()
          .name("runmark_api_request_seconds_total")
          .help("Time spent on requests, by route.")
          .labelNames("route")
          .register(registry);
  private final Counter problems =
      Counter.builder()
          .name("runmark_api_problems_total")
          .help("Requests that had no answer, by the code of the error.")
          .labelNames("code")
          .register(registry);

  void answered(String route, int status, long nanos) {
    requests.labelValues(route, Integer.toString(status)).inc();
    seconds.labelValues(route).inc(nanos / 1e9);
  }

  void problem(String code) {
    problems.labelValues(code).inc();
  }

  byte[] text() throws IOException {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    PrometheusTextFormatWriter.create().write(text, registry.scrape());
    return text.toByteArray();
  }
}
