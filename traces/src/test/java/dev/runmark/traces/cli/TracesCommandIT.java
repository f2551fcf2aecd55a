package dev.runmark.traces.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.runmark.embedded.otlp.OtlpReceiver;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.trace.OtlpGrpcSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** From OpenTelemetry's SDK over OTLP into a file, and from it to what people see. */
class TracesCommandIT {

  private static final Instant START = Instant.parse("2026-11-29T20:00:00Z");

  @TempDir private Path directory;
  private final StringWriter output = new StringWriter();
  private final StringWriter errors = new StringWriter();

  @ParameterizedTest
  @ValueSource(strings = {"http", "grpc"})
  void whatTheSdkSentIsShown(String way) throws Exception {
    Path file = recorded(way, 1);

    assertThat(run("--file", file.toString(), "--width", "120", "--slower-than", "600ms")).isZero();

    assertThat(output.toString().lines().map(String::stripTrailing).toList())
        .anySatisfy(
            line ->
                assertThat(line)
                    .matches("trace [0-9a-f]{32}, 2026-11-29T20:00:00Z, 4 spans, 1.20 s"))
        .anySatisfy(line -> assertThat(line).matches("commit +1.00 s  █{48}"))
        .anySatisfy(line -> assertThat(line).matches("  ! COPY +300.0 ms {7}█{14}"))
        .anySatisfy(line -> assertThat(line).matches("  fold \\(async\\) .*700.0 ms {26}█{34}"))
        .anySatisfy(
            line ->
                assertThat(line)
                    .matches("COPY +1 +1 +300.0 ms +300.0 ms +300.0 ms +300.0 ms +25.0 % +25.0 %"))
        .anySatisfy(line -> assertThat(line).matches("commit +1 +0 +1.00 s .* 83.3 % +16.7 %"))
        .anySatisfy(
            line ->
                assertThat(line)
                    .matches("commit +\\(start\\) +COPY +1 +100.0 ms +100.0 ms  [0-9a-f]{32}"))
        .anySatisfy(
            line -> assertThat(line).matches("commit +COPY +fold \\(async\\) +1 +100.0 ms .*"))
        .anySatisfy(line -> assertThat(line).isEqualTo("2 spans took longer"));
    assertThat(errors.toString()).isEmpty();
  }

  @Test
  void oneTraceIsDrawnOfSeveralAndLimitedToTheLatest() throws Exception {
    Path file = recorded("http", 3);
    assertThat(run("--file", file.toString(), "--json")).isZero();

    assertThat(lines("\"kind\":\"span\"")).isEqualTo(4);
    assertThat(output.toString()).contains("{\"kind\":\"name\",\"name\":\"commit\",\"count\":3,");

    output.getBuffer().setLength(0);
    assertThat(run("--file", file.toString(), "--json", "--limit", "2")).isZero();
    assertThat(output.toString())
        .contains(
            "{\"kind\":\"name\",\"name\":\"commit\",\"count\":2,\"errors\":0,\"p50\":1000000000,")
        .contains(
            "{\"kind\":\"gap\",\"inside\":\"commit\",\"after\":\"(start)\",\"before\":\"COPY\",\"count\":2,\"total\":200000000,\"largest\":100000000,");
  }

  @Test
  void twoFilesAreCompared() throws Exception {
    Path before = recorded("http", 2);
    Path after = recorded("grpc", 1);

    assertThat(run("--compare", before.toString(), after.toString(), "--width", "140")).isZero();

    assertThat(output.toString().lines())
        .anySatisfy(
            line ->
                assertThat(line)
                    .matches(
                        "COPY +2 → 1 +300.0 ms +300.0 ms +1.00 +300.0 ms +300.0 ms +1.00 +25.0 % → 25.0 %"));
  }

  @Test
  void aServiceChoosesTraces() throws Exception {
    Path file = recorded("http", 1);

    assertThat(run("--file", file.toString(), "--service", "job")).isZero();
    assertThat(run("--file", file.toString(), "--service", "other")).isEqualTo(1);

    assertThat(errors.toString()).isEqualToIgnoringNewLines("traces: there are no traces of other");
  }

  @Test
  void eachFailureHasItsCodeAndIsToldInALine() throws Exception {
    Path file = recorded("http", 1);
    Path other = Files.writeString(directory.resolve("other.json"), "{}");

    assertThat(run("--file", file.toString(), "--trace", "12ab")).isEqualTo(1);
    assertThat(run("--file", directory.resolve("none").toString())).isEqualTo(2);
    assertThat(run("--file", directory.toString())).isEqualTo(2);
    assertThat(run("--file", other.toString())).isEqualTo(2);
    assertThat(run("--file", file.toString(), "--limit", "0")).isEqualTo(2);
    assertThat(run("--jaeger", "localhost:16686")).isEqualTo(2);
    assertThat(run("--jaeger", "http://127.0.0.1:" + freePort(), "--service", "job")).isEqualTo(3);

    assertThat(errors.toString())
        .contains("traces: there is no trace 12ab\n")
        .contains("none: there is none\n")
        .contains(": it is a directory\n")
        .contains("other.json: document 1: neither OTLP's JSON")
        .contains("--limit 0: wanted 1 or more")
        .contains("'localhost:16686' is no address of Jaeger")
        .contains("traces: ask Jaeger for http://127.0.0.1:");
  }

  /** An answer in the form that Jaeger documents, from a server that checks what it is asked. */
  @Test
  void jaegerIsAskedForEachServiceThatItKnows() throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    serve(
        server,
        "/api/services",
        null,
        "{\"data\":[\"jaeger-all-in-one\",\"job\"],\"errors\":null}");
    serve(
        server,
        "/api/traces",
        "service=job&limit=7",
        """
        {"data":[{"traceID":"a1","spans":[{"traceID":"a1","spanID":"b","operationName":"commit",\
        "references":[],"startTime":1000,"duration":250000,"tags":[],"processID":"p1"}],\
        "processes":{"p1":{"serviceName":"job"}}}],"errors":null}""");
    server.start();
    try {
      String address = "http://127.0.0.1:" + server.getAddress().getPort() + "/";

      assertThat(run("--jaeger", address, "--limit", "7")).isZero();
      assertThat(run("--jaeger", address, "--limit", "7", "--service", "other")).isEqualTo(2);
    } finally {
      server.stop(0);
    }

    assertThat(output.toString()).contains("commit").contains("250.0 ms");
    assertThat(errors.toString()).contains("service=other&limit=7: it answered 404");
  }

  private static void serve(HttpServer server, String path, String query, String answer) {
    server.createContext(
        path,
        exchange -> {
          boolean asked = query == null || query.equals(exchange.getRequestURI().getRawQuery());
          byte[] body = answer.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(asked ? 200 : 404, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private long lines(String with) {
    return output.toString().lines().filter(line -> line.contains(with)).count();
  }

  private int run(String... arguments) {
    return new CommandLine(new TracesCommand())
        .setOut(new PrintWriter(output, true))
        .setErr(new PrintWriter(errors, true))
        .execute(arguments);
  }

  /** Traces of a second, of which a child outlives the root by 200 ms. */
  private Path recorded(String way, int traces) throws Exception {
    try (OtlpReceiver receiver = OtlpReceiver.start()) {
      SpanExporter exporter =
          way.equals("http")
              ? OtlpHttpSpanExporter.builder().setEndpoint(receiver.httpEndpoint()).build()
              : OtlpGrpcSpanExporter.builder().setEndpoint(receiver.grpcEndpoint()).build();
      try (SdkTracerProvider provider =
          SdkTracerProvider.builder()
              .setResource(
                  Resource.create(Attributes.of(AttributeKey.stringKey("service.name"), "job")))
              .addSpanProcessor(BatchSpanProcessor.builder(exporter).build())
              .build()) {
        for (int i = 0; i < traces; i++) {
          trace(provider.get("test"), START.plusSeconds(10L * i));
        }
        provider.forceFlush().join(10, TimeUnit.SECONDS);
      }
      assertThat(receiver.spans()).hasSize(4 * traces);
      Path file = directory.resolve(way + ".json");
      receiver.writeTo(file);
      return file;
    }
  }

  private static void trace(Tracer tracer, Instant start) {
    Span root = span(tracer, "commit", Context.root(), start);
    Context below = Context.root().with(root);
    Span copy = span(tracer, "COPY", below, start.plusMillis(100));
    copy.setStatus(StatusCode.ERROR);
    copy.end(start.plusMillis(400));
    Span fold = span(tracer, "fold (async)", below, start.plusMillis(500));
    span(tracer, "SELECT", Context.root().with(fold), start.plusMillis(600))
        .end(start.plusMillis(650));
    root.end(start.plusMillis(1000));
    fold.end(start.plusMillis(1200));
  }

  private static Span span(Tracer tracer, String name, Context parent, Instant start) {
    return tracer.spanBuilder(name).setParent(parent).setStartTimestamp(start).startSpan();
  }
}
