package dev.runmark.storage.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.Span;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When traces are made, and when nothing is. Nobody listens at the endpoint. */
class TracingTest {

  private static final List<String> SETTINGS =
      List.of(
          "otel.traces.exporter",
          "otel.exporter.otlp.endpoint",
          "otel.exporter.otlp.protocol",
          "otel.sdk.disabled",
          "runmark.traced.runs");

  @AfterEach
  void clear() {
    SETTINGS.forEach(System::clearProperty);
  }

  private static boolean records() {
    try (Tracing tracing = Tracing.open("test")) {
      // Never ended, so never sent.
      return tracing.tracer().spanBuilder("span").startSpan().isRecording();
    }
  }

  @Test
  void itIsOffUnlessAnEndpointOrAnExporterIsNamed() {
    assertThat(records()).isFalse();
    System.setProperty("otel.exporter.otlp.endpoint", "http://127.0.0.1:1");
    assertThat(records()).isTrue();
    System.setProperty("otel.traces.exporter", "none");
    assertThat(records()).isFalse();
    System.setProperty("otel.traces.exporter", "otlp");
    assertThat(records()).isTrue();
    System.setProperty("otel.sdk.disabled", "true");
    assertThat(records()).isFalse();
  }

  @Test
  void whatTheSdkRefusesLeavesItOff() {
    System.setProperty("otel.traces.exporter", "pigeons");
    assertThat(records()).isFalse();
    System.setProperty("otel.traces.exporter", "otlp");
    System.setProperty("otel.exporter.otlp.protocol", "pigeons");
    assertThat(records()).isFalse();
  }

  @Test
  void aShareThatIsNoneLeavesItOff() {
    System.setProperty("otel.exporter.otlp.endpoint", "http://127.0.0.1:1");
    for (String share : List.of("many", "-1", "1.5", "NaN")) {
      System.setProperty("runmark.traced.runs", share);
      assertThat(records()).as(share).isFalse();
      assertThat(exporters()).as("threads of %s", share).isZero();
    }
    System.setProperty("runmark.traced.runs", "0.25");
    assertThat(records()).isTrue();
  }

  @Test
  void theLastToCloseEndsTheThreads() throws InterruptedException {
    System.setProperty("otel.exporter.otlp.endpoint", "http://127.0.0.1:1");
    Tracing one = Tracing.open("test");
    Tracing other = Tracing.open("test");
    one.close();
    one.close();
    assertThat(exporters()).isPositive();
    Span still = other.tracer().spanBuilder("span").startSpan();
    assertThat(still.isRecording()).isTrue();
    other.close();
    for (int waits = 0; exporters() > 0 && waits < 100; waits++) {
      Thread.sleep(50);
    }
    assertThat(exporters()).isZero();
  }

  private static long exporters() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("BatchSpanProcessor"))
        .count();
  }
}
