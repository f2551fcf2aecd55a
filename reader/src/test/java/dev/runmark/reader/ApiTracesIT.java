package dev.runmark.reader;

import static dev.runmark.reader.ApiScene.get;
import static dev.runmark.reader.ApiScene.post;
import static dev.runmark.reader.Lines.create;
import static dev.runmark.reader.Lines.id;
import static dev.runmark.reader.Lines.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.runmark.embedded.otlp.OtlpReceiver;
import dev.runmark.embedded.otlp.ReceivedSpan;
import dev.runmark.reader.http.ApiServer;
import dev.runmark.storage.part.Compression;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Each request is a trace, with what it asked of the stores below it. */
class ApiTracesIT {

  private static final String CALLER = "0af7651916cd43dd8448eb211c80319c";
  private static final String CALLERS_SPAN = "b7ad6b7169203331";

  private static ApiScene scene;
  private static List<ReceivedSpan> spans;
  private static String recordsParent;

  /** All requests, then the server's end, which sends what is left. */
  @BeforeAll
  static void ask() throws Exception {
    scene = ApiScene.open();
    scene.stores.commit(Compression.ZSTD, create(1), create(2));
    Map<TopicPartition, Long> before = scene.ends();
    try (OtlpReceiver receiver = OtlpReceiver.start()) {
      System.setProperty("otel.exporter.otlp.endpoint", receiver.grpcEndpoint());
      System.setProperty("otel.exporter.otlp.protocol", "grpc");
      try (ApiServer api = scene.serve("delivery: 20 s")) {
        assertThat(get(api, "/runs/" + id(1)).statusCode()).isEqualTo(200);
        assertThat(get(api, "/runs/" + id(77)).statusCode()).isEqualTo(404);
        assertThat(get(api, "/health/ready").statusCode()).isEqualTo(200);
        assertThat(get(api, "/metrics").statusCode()).isEqualTo(200);
        String caller = "00-" + CALLER + "-" + CALLERS_SPAN + "-01";
        assertThat(post(api, "/runs", json(5), "traceparent", caller).statusCode()).isEqualTo(201);
      } finally {
        System.clearProperty("otel.exporter.otlp.endpoint");
        System.clearProperty("otel.exporter.otlp.protocol");
      }
      spans = receiver.spans();
    }
    byte[] told = scene.records(before).get(0).headers().lastHeader("traceparent").value();
    recordsParent = new String(told, StandardCharsets.UTF_8);
  }

  @AfterAll
  static void stop() throws Exception {
    scene.close();
  }

  @Test
  void aReadIsOneSelectAndOneGet() {
    ReceivedSpan read = requests("GET /runs/{id}", "200");
    assertThat(read.kind()).isEqualTo("SERVER");
    assertThat(read.parent()).isEmpty();
    assertThat(read.service()).isEqualTo("runmark-api");
    assertThat(below(read)).extracting(ReceivedSpan::name).containsExactly("SELECT", "GET");
    assertThat(below(read)).extracting(ReceivedSpan::kind).containsOnly("CLIENT");
    assertThat(below(read).get(1).attributes().get("runmark.key")).endsWith(".zst");
  }

  @Test
  void whatIsNotThereIsNoError() {
    ReceivedSpan read = requests("GET /runs/{id}", "404");
    assertThat(read.error()).isFalse();
    assertThat(below(read)).extracting(ReceivedSpan::name).containsExactly("SELECT");
  }

  @Test
  void aRequestThatHasATraceIsPartOfItAndTellsTheRecordsSo() {
    ReceivedSpan sent = requests("POST /runs", "201");
    assertThat(sent.trace()).isEqualTo(CALLER);
    assertThat(sent.parent()).isEqualTo(CALLERS_SPAN);
    assertThat(below(sent))
        .extracting(ReceivedSpan::name)
        .containsExactly("take body", "judge", "Kafka transaction");
    assertThat(recordsParent).isEqualTo("00-" + CALLER + "-" + sent.id() + "-01");
  }

  @Test
  void whoWatchesTheServerLeavesNoTraces() {
    assertThat(spans)
        .filteredOn(span -> span.parent().isEmpty())
        .extracting(ReceivedSpan::name)
        .containsExactlyInAnyOrder("GET /runs/{id}", "GET /runs/{id}");
  }

  private static ReceivedSpan requests(String name, String status) {
    List<ReceivedSpan> found =
        spans.stream()
            .filter(span -> span.name().equals(name))
            .filter(span -> status.equals(span.attributes().get("http.response.status_code")))
            .toList();
    assertThat(found).as("%s with %s of %s", name, status, spans).hasSize(1);
    return found.get(0);
  }

  private static List<ReceivedSpan> below(ReceivedSpan parent) {
    return spans.stream()
        .filter(span -> span.parent().equals(parent.id()))
        .sorted((one, other) -> Long.compare(one.startNanos(), other.startNanos()))
        .toList();
  }
}
