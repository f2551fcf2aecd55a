package dev.runmark.storage.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runmark.storage.part.EventSpan;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.SpanContext;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Which runs are followed, and by which ids, every stage finds by itself. */
class RunTracesTest {

  private static final UUID TOPIC = UUID.fromString("6f0a9a54-6e1c-4b0e-9d5b-0e3a3c1f2d4b");

  private static final UUID RUN = UUID.fromString("0191d0a4-5b0e-7c3a-8f4d-2f6d1c9b7a11");

  private static RunTraces runs(String share) {
    return new RunTraces(OpenTelemetry.noop().getTracer("test"), RunTraces.share(share));
  }

  private static SpanContext ids(String share, int partition, long position) {
    return runs(share).context(new TracedEvent(TOPIC, "runs", partition, position, RUN));
  }

  @Test
  void theShareIsWhatIsAskedFor() {
    RunTraces tenth = runs("0.1");
    int traced = 0;
    for (int partition = 0; partition < 4; partition++) {
      for (int offset = 0; offset < 25_000; offset++) {
        traced += tenth.traces(TOPIC, partition, EventSpan.position(offset, 0), RUN) ? 1 : 0;
      }
    }
    assertThat(traced).isBetween(9_700, 10_300);
  }

  @Test
  void allOrNoneMayBeAskedFor() {
    for (int offset = 0; offset < 10_000; offset++) {
      long position = EventSpan.position(offset, 0);
      assertThat(runs("1").traces(TOPIC, 0, position, RUN)).isTrue();
      assertThat(runs("0").traces(TOPIC, 0, position, RUN)).isFalse();
    }
    assertThat(runs("0").on()).isFalse();
  }

  @Test
  void anEventHasTheSameIdsEverywhereAndNoTwoShareThem() {
    Set<String> traces = new HashSet<>();
    Set<String> spans = new HashSet<>();
    for (int partition = 0; partition < 3; partition++) {
      for (int offset = 0; offset < 10_000; offset++) {
        long position = EventSpan.position(offset, offset % 2);
        SpanContext ids = ids("1", partition, position);
        assertThat(ids.isValid()).isTrue();
        assertThat(ids.isSampled()).isTrue();
        assertThat(ids("0.5", partition, position)).isEqualTo(ids);
        traces.add(ids.getTraceId());
        spans.add(ids.getSpanId());
      }
    }
    assertThat(traces).hasSize(30_000);
    assertThat(spans).hasSize(30_000);
  }

  /** A record that is a batch has events of many runs, each the first of its own. */
  @Test
  void theRunsOfARecordHaveIdsOfTheirOwn() {
    Set<String> traces = new HashSet<>();
    for (int run = 0; run < 1_000; run++) {
      traces.add(
          runs("1").context(new TracedEvent(TOPIC, "runs", 0, 256, new UUID(7, run))).getTraceId());
    }
    assertThat(traces).hasSize(1_000);
  }
}
