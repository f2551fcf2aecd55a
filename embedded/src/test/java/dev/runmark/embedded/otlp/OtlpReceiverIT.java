package dev.runmark.embedded.otlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.trace.OtlpGrpcSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OtlpReceiverIT {

  private static final Instant START = Instant.parse("2026-11-29T20:00:00.000000001Z");
  private static final Instant END = Instant.parse("2026-11-29T20:00:01.5Z");
  private static final String OTHER_TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String OTHER_SPAN = "b7ad6b7169203331";

  @TempDir private Path directory;
  private OtlpReceiver receiver;

  @BeforeEach
  void start() throws IOException {
    receiver = OtlpReceiver.start();
  }

  @AfterEach
  void stop() {
    receiver.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"http", "http gzip", "grpc", "grpc gzip"})
  void whatTheSdkSendsIsReceived(String way) throws Exception {
    export(exporter(way));

    List<ReceivedSpan> spans =
        receiver.await(received -> received.size() == 2, Duration.ofSeconds(10));

    ReceivedSpan child = spans.get(0);
    ReceivedSpan root = spans.get(1);
    assertThat(root)
        .extracting(ReceivedSpan::name, ReceivedSpan::kind, ReceivedSpan::parent)
        .containsExactly("commit", "CONSUMER", "");
    assertThat(child)
        .extracting(ReceivedSpan::name, ReceivedSpan::kind, ReceivedSpan::parent)
        .containsExactly("COPY née", "INTERNAL", root.id());
    assertThat(child.trace()).isEqualTo(root.trace()).matches("[0-9a-f]{32}");
    assertThat(child.id()).matches("[0-9a-f]{16}");
    assertThat(root.startNanos()).isEqualTo(1_795_982_400_000_000_001L);
    assertThat(root.endNanos() - root.startNanos()).isEqualTo(1_499_999_999L);
    assertThat(root.attributes()).containsEntry("rows", "9007199254740993");
    assertThat(root.links()).containsExactly(new ReceivedSpan.Link(OTHER_TRACE, OTHER_SPAN));
    assertThat(root.error()).isTrue();
    assertThat(child.error()).isFalse();
    assertThat(root.service()).isEqualTo("runmark-test");
  }

  @Test
  void fileHasWhatCameTogetherOnOneLine() throws Exception {
    export(exporter("grpc"));
    Path file = directory.resolve("otlp.json");

    receiver.writeTo(file);

    ReceivedSpan root = receiver.spans().get(1);
    List<String> lines = Files.readAllLines(file);
    assertThat(lines).hasSize(2);
    assertThat(lines.get(1))
        .startsWith("{\"resourceSpans\":[{\"resource\":{\"attributes\":[{\"key\":")
        .contains("\"traceId\":\"" + root.trace() + "\",\"spanId\":\"" + root.id() + "\"")
        .contains("\"startTimeUnixNano\":\"" + root.startNanos() + "\"")
        .contains("{\"key\":\"rows\",\"value\":{\"intValue\":\"9007199254740993\"}}")
        .contains("\"kind\":5")
        .contains("\"status\":{\"code\":2}");
    assertThat(lines.get(0)).contains("\"parentSpanId\":\"" + root.id() + "\"");
  }

  @Test
  void whatIsNoRequestIsRefusedAndNotReceived() throws Exception {
    assertThat(post("application/x-protobuf", "no protobuf")).isEqualTo(400);
    assertThat(post("application/json", "{}")).isEqualTo(415);
    assertThat(receiver.spans()).isEmpty();
  }

  @Test
  void waitingInVainTellsWhatCame() throws Exception {
    export(exporter("http"));

    assertThatThrownBy(() -> receiver.await(spans -> spans.size() > 2, Duration.ofMillis(50)))
        .hasMessageContaining("[COPY née, commit]");
    receiver.clear();
    assertThat(receiver.spans()).isEmpty();
  }

  private int post(String type, String body) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(receiver.httpEndpoint()))
                .header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build(),
            HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }

  private SpanExporter exporter(String way) {
    String compression = way.endsWith("gzip") ? "gzip" : "none";
    return way.startsWith("http")
        ? OtlpHttpSpanExporter.builder()
            .setEndpoint(receiver.httpEndpoint())
            .setCompression(compression)
            .build()
        : OtlpGrpcSpanExporter.builder()
            .setEndpoint(receiver.grpcEndpoint())
            .setCompression(compression)
            .build();
  }

  /** A root with a child, which ends first. */
  private static void export(SpanExporter exporter) {
    try (SdkTracerProvider provider =
        SdkTracerProvider.builder()
            .setResource(
                Resource.create(
                    Attributes.of(AttributeKey.stringKey("service.name"), "runmark-test")))
            .addSpanProcessor(SimpleSpanProcessor.create(exporter))
            .build()) {
      Tracer tracer = provider.get("test");
      Span root =
          tracer
              .spanBuilder("commit")
              .setSpanKind(SpanKind.CONSUMER)
              .setStartTimestamp(START)
              .setAttribute("rows", 9_007_199_254_740_993L)
              .addLink(
                  SpanContext.create(
                      OTHER_TRACE, OTHER_SPAN, TraceFlags.getSampled(), TraceState.getDefault()))
              .startSpan();
      Span child = tracer.spanBuilder("COPY née").setParent(Context.root().with(root)).startSpan();
      child.end();
      provider.forceFlush().join(10, TimeUnit.SECONDS);
      root.setStatus(StatusCode.ERROR);
      root.end(END);
      provider.forceFlush().join(10, TimeUnit.SECONDS);
    }
  }
}
