package dev.runmark.job;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.runmark.embedded.otlp.OtlpReceiver;
import dev.runmark.embedded.otlp.ReceivedSpan;
import dev.runmark.job.options.RunmarkOptions;
import dev.runmark.job.testing.JobServers;
import dev.runmark.job.testing.LocalJob;
import dev.runmark.job.testing.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The job tells the life of each part to whoever the environment names. */
@SuppressWarnings("try") // A job is closed, not used.
class PartTracesIT {

  /** Each operator in a task of its own: what passes between them is serialized. */
  private static final Map<String, String> APART =
      Map.of("pipeline.operator-chaining.enabled", "false");

  private static final String PRODUCERS_TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String PRODUCERS_SPAN = "b7ad6b7169203331";

  @TempDir private Path directory;

  @Test
  void aPartIsOneTreeFromItsFirstLineToItsCommit() throws Exception {
    try (JobServers servers = JobServers.start(directory);
        OtlpReceiver receiver = OtlpReceiver.start()) {
      Topics topics = servers.topics();
      String topic = topics.create(1);
      byte[] run = ("{\"id\":\"" + UUID.randomUUID() + "\"}").getBytes(UTF_8);
      RecordHeaders headers = new RecordHeaders();
      String producer = "00-" + PRODUCERS_TRACE + "-" + PRODUCERS_SPAN + "-01";
      headers.add("traceparent", producer.getBytes(UTF_8));
      topics.send(new ProducerRecord<>(topic, 0, (byte[]) null, run, headers));
      RunmarkOptions options = servers.options(topic, topics.create(1), "window: none");
      System.setProperty("otel.exporter.otlp.traces.endpoint", receiver.httpEndpoint());
      System.setProperty("otel.exporter.otlp.protocol", "http/protobuf");
      System.setProperty("otel.bsp.schedule.delay", "100");
      System.setProperty("runmark.traced.runs", "1");
      try (LocalJob job =
          LocalJob.start(directory, null, APART, env -> RunmarkJob.define(env, options))) {
        List<ReceivedSpan> spans =
            receiver.await(
                all -> all.stream().anyMatch(span -> span.name().equals("COMMIT")),
                Duration.ofMinutes(1));
        assertOneTree(spans);
        assertWayOfTheRun(spans);
      } finally {
        System.clearProperty("otel.exporter.otlp.traces.endpoint");
        System.clearProperty("otel.exporter.otlp.protocol");
        System.clearProperty("otel.bsp.schedule.delay");
        System.clearProperty("runmark.traced.runs");
      }
    }
  }

  private static void assertOneTree(List<ReceivedSpan> spans) {
    ReceivedSpan commit = only(spans, "commit");
    List<ReceivedSpan> tree =
        spans.stream().filter(span -> span.trace().equals(commit.trace())).toList();
    ReceivedSpan part = only(tree, "part");
    assertThat(part.parent()).isEmpty();
    assertThat(part.service()).isEqualTo("runmark-job");
    assertThat(part.attributes()).containsEntry("runmark.lines", "1");
    assertThat(namesBelow(tree, part))
        .containsExactlyInAnyOrder("append", "put", "seal", "wait for checkpoint", "commit");
    assertThat(namesBelow(tree, only(tree, "seal")))
        .containsExactlyInAnyOrder("last frame", "upload complete", "rows object");
    assertThat(namesBelow(tree, commit))
        .containsExactly(
            "look up",
            "names",
            "COPY",
            "ledger",
            "insert",
            "merge",
            "outcome",
            "COMMIT",
            "positions");
  }

  /** Its stages tell one trace although nothing of it travels between them. */
  private static void assertWayOfTheRun(List<ReceivedSpan> spans) {
    ReceivedSpan run = only(spans, "run");
    assertThat(run.parent()).isEmpty();
    assertThat(run.links()).containsExactly(new ReceivedSpan.Link(PRODUCERS_TRACE, PRODUCERS_SPAN));
    List<ReceivedSpan> way =
        spans.stream().filter(span -> span.trace().equals(run.trace())).toList();
    assertThat(namesBelow(way, run)).containsExactly("in Kafka", "decode", "append");
    ReceivedSpan part = only(spans, "part");
    assertThat(only(way, "append").links())
        .containsExactly(new ReceivedSpan.Link(part.trace(), part.id()));
    assertThat(part.links()).containsExactly(new ReceivedSpan.Link(run.trace(), run.id()));
  }

  private static ReceivedSpan only(List<ReceivedSpan> spans, String name) {
    List<ReceivedSpan> found = spans.stream().filter(span -> span.name().equals(name)).toList();
    assertThat(found).as(name).hasSize(1);
    return found.get(0);
  }

  private static List<String> namesBelow(List<ReceivedSpan> spans, ReceivedSpan parent) {
    return spans.stream()
        .filter(span -> span.parent().equals(parent.id()))
        .sorted((one, other) -> Long.compare(one.startNanos(), other.startNanos()))
        .map(ReceivedSpan::name)
        .toList();
  }
}
