package dev.runmark.storage.tracing;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigurationException;
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
 * named there: then no class of the SDK is loaded, and spans are objects that do nothing. A setting
 * that the SDK refuses is warned of and leaves it off: runs matter more than their traces.
 *
 * <p>All that is opened for a service in a class loader shares one SDK; the last to close sends
 * what is left and ends its threads, so that a job that ends leaves none behind. Thread-safe.
 */
public final class Tracing implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Tracing.class);
  private static final String INSTRUMENTATION = "dev.runmark";

  /** {@code RUNMARK_TRACED_RUNS}: the share of events whose way is traced, 0 to 1. */
  private static final String SHARE = "runmark.traced.runs";

  private static final Tracing NONE = new Tracing(OpenTelemetry.noop(), 0, null);

  private static final Map<String, Sdk> OPEN = new HashMap<>();

  private final Tracer tracer;
  private final RunTraces runs;
  private @Nullable String service;

  private Tracing(OpenTelemetry telemetry, double share, @Nullable String service) {
    this.tracer = telemetry.getTracer(INSTRUMENTATION);
    this.runs = new RunTraces(tracer, share);
    this.service = service;
  }

  /**
   * Opens it, as the environment says.
   *
   * @param service what {@code service.name} is unless the environment names one
   */
  public static Tracing open(String service) {
    if (!wanted()) {
      return NONE;
    }
    synchronized (OPEN) {
      try {
        // Refused before an SDK runs that nobody would end.
        double share = RunTraces.share(setting(SHARE));
        Sdk sdk = OPEN.computeIfAbsent(service, Sdk::start);
        sdk.users++;
        return new Tracing(sdk.telemetry, share, service);
      } catch (ConfigurationException | IllegalArgumentException e) {
        LOG.warn("no traces: {}", e.getMessage());
        return NONE;
      }
    }
  }

  /** Traces nothing. */
  public static Tracing none() {
    return NONE;
  }

  /** Traces through what somebody else has set up, and will end; of runs, none. */
  public static Tracing through(OpenTelemetry telemetry) {
    return new Tracing(telemetry, 0, null);
  }

  /** The one to make spans with; it does nothing when tracing is off. */
  public Tracer tracer() {
    return tracer;
  }

  /** For the way of single runs. */
  public RunTraces runs() {
    return runs;
  }

  /** May be called again. */
  @Override
  public void close() {
    synchronized (OPEN) {
      String mine = service;
      service = null;
      Sdk sdk = mine == null ? null : OPEN.get(mine);
      if (sdk != null && --sdk.users == 0) {
        OPEN.remove(mine);
        sdk.end();
      }
    }
  }

  private static boolean wanted() {
    String exporter = setting("otel.traces.exporter");
    boolean disabled = "true".equalsIgnoreCase(setting("otel.sdk.disabled"));
    boolean endpoint =
        Stream.of("otel.exporter.otlp.endpoint", "otel.exporter.otlp.traces.endpoint")
            .anyMatch(name -> setting(name) != null);
    return !disabled && (exporter == null ? endpoint : !exporter.equals("none"));
  }

  /** As {@code OTEL_TRACES_EXPORTER} or {@code -Dotel.traces.exporter}; the latter goes first. */
  private static @Nullable String setting(String property) {
    String variable = property.toUpperCase(Locale.ROOT).replace('.', '_');
    String value = System.getProperty(property, System.getenv(variable));
    return value == null || value.isBlank() ? null : value.trim();
  }

  /** In a class of its own, so that the SDK is loaded only where it is wanted. */
  private static final class Sdk {

    private static final Duration LAST_SPANS = Duration.ofSeconds(2);

    private final OpenTelemetrySdk telemetry;
    private int users;

    private Sdk(OpenTelemetrySdk telemetry) {
      this.telemetry = telemetry;
    }

    static Sdk start(String service) {
      Map<String, String> defaults = new HashMap<>();
      defaults.put("otel.metrics.exporter", "none");
      defaults.put("otel.logs.exporter", "none");
      defaults.put("otel.service.name", service);
      OpenTelemetrySdk sdk =
          AutoConfiguredOpenTelemetrySdk.builder()
              .addPropertiesSupplier(() -> defaults)
              .setServiceClassLoader(Tracing.class.getClassLoader())
              .addTracerProviderCustomizer(
                  (provider, settings) -> provider.setIdGenerator(new DerivedIds()))
              .disableShutdownHook()
              .build()
              .getOpenTelemetrySdk();
      LOG.info("traces of {} are sent as the OTEL_ variables say", service);
      return new Sdk(sdk);
    }

    void end() {
      telemetry.shutdown().join(LAST_SPANS.toMillis(), TimeUnit.MILLISECONDS);
    }
  }
}
