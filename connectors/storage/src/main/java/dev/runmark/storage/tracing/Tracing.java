package dev.runmark.storage.tracing;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Traces by OpenTelemetry, set up by its standard environment variables (or the system properties
 * of the same meaning) and by nothing else. Off unless an OTLP endpoint or an exporter of traces is
 * named there: then no class of the SDK is loaded, and spans are objects that do nothing.
 *
 * <p>All that is opened in a class loader shares one SDK; the last to close sends what is left and
 * ends its threads, so that a job that ends leaves none behind. Thread-safe.
 */
public final class Tracing implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Tracing.class);
  private static final String INSTRUMENTATION = "dev.runmark";
  private static final Duration LAST_SPANS = Duration.ofSeconds(5);
  private static final Tracer NO_TRACER = OpenTelemetry.noop().getTracer(INSTRUMENTATION);

  private static int users;
  private static @Nullable Sdk shared;

  private final Tracer tracer;
  private final boolean counted;
  private boolean closed;

  private Tracing(Tracer tracer, boolean counted) {
    this.tracer = tracer;
    this.counted = counted;
  }

  /**
   * Opens it, as the environment says.
   *
   * @param service what {@code service.name} is unless the environment names one
   */
  public static Tracing open(String service) {
    return wanted() ? shared(service) : none();
  }

  /** Traces nothing. */
  public static Tracing none() {
    return new Tracing(NO_TRACER, false);
  }

  /** Traces through what somebody else has set up, and will end. */
  public static Tracing through(OpenTelemetry telemetry) {
    return new Tracing(telemetry.getTracer(INSTRUMENTATION), false);
  }

  /** The one to make spans with; it does nothing when tracing is off. */
  public Tracer tracer() {
    return tracer;
  }

  @Override
  public synchronized void close() {
    if (counted && !closed) {
      closed = true;
      giveBack();
    }
  }

  /** As {@code OTEL_TRACES_EXPORTER} or {@code -Dotel.traces.exporter}. */
  private static boolean wanted() {
    String exporter = setting("otel.traces.exporter");
    boolean disabled = "true".equalsIgnoreCase(setting("otel.sdk.disabled"));
    boolean endpoint =
        Stream.of("otel.exporter.otlp.endpoint", "otel.exporter.otlp.traces.endpoint")
            .anyMatch(name -> setting(name) != null);
    return !disabled && (exporter == null ? endpoint : !exporter.equals("none"));
  }

  private static @Nullable String setting(String property) {
    String value =
        System.getProperty(
            property, System.getenv(property.toUpperCase(Locale.ROOT).replace('.', '_')));
    return value == null || value.isBlank() ? null : value.trim();
  }

  private static synchronized Tracing shared(String service) {
    Sdk sdk = shared;
    if (sdk == null) {
      sdk = Sdk.start(service);
      shared = sdk;
    }
    users++;
    return new Tracing(sdk.telemetry().getTracer(INSTRUMENTATION), true);
  }

  private static synchronized void giveBack() {
    users--;
    Sdk sdk = shared;
    if (users == 0 && sdk != null) {
      shared = null;
      sdk.telemetry().shutdown().join(LAST_SPANS.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  /** In a class of its own, so that the SDK is loaded only where it is wanted. */
  private record Sdk(OpenTelemetrySdk telemetry) {

    static Sdk start(String service) {
      Map<String, String> defaults = new HashMap<>();
      defaults.put("otel.traces.exporter", "otlp");
      defaults.put("otel.metrics.exporter", "none");
      defaults.put("otel.logs.exporter", "none");
      defaults.put("otel.service.name", service);
      OpenTelemetrySdk sdk =
          AutoConfiguredOpenTelemetrySdk.builder()
              .addPropertiesSupplier(() -> defaults)
              .setServiceClassLoader(Tracing.class.getClassLoader())
              .disableShutdownHook()
              .build()
              .getOpenTelemetrySdk();
      LOG.info("traces are sent as the environment's OTEL_ variables say");
      return new Sdk(sdk);
    }
  }
}
