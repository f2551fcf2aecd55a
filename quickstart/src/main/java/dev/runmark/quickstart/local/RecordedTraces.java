package dev.runmark.quickstart.local;

import dev.runmark.embedded.otlp.OtlpReceiver;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Lets all that is started in this process afterwards send its spans to a receiver of its own,
 * which at the end writes them to a file.
 */
public final class RecordedTraces implements AutoCloseable {

  private static final String SHARE = "runmark.traced.runs";

  /** Of the few runs of a quickstart some should be followed. */
  private static final String ONE_IN_A_HUNDRED = "0.01";

  private final OtlpReceiver receiver;
  private final Path file;
  private final Map<String, String> settings;

  private RecordedTraces(OtlpReceiver receiver, Path file) {
    this.receiver = receiver;
    this.file = file;
    this.settings =
        Map.of(
            "otel.exporter.otlp.traces.endpoint",
            receiver.httpEndpoint(),
            "otel.exporter.otlp.traces.protocol",
            "http/protobuf",
            SHARE,
            System.getProperty(SHARE, ONE_IN_A_HUNDRED));
    settings.forEach(System::setProperty);
  }

  /**
   * Begins.
   *
   * @param file null: nothing is recorded
   */
  public static @Nullable RecordedTraces to(@Nullable Path file) throws IOException {
    if (file == null) {
      return null;
    }
    // What cannot be written is told now, not when all has been recorded.
    try (OutputStream empty = Files.newOutputStream(file)) {
      empty.flush();
    } catch (IOException e) {
      throw new IOException("write traces to " + file + ": " + e, e);
    }
    return new RecordedTraces(OtlpReceiver.start(), file);
  }

  /** To be closed when all that sends spans has ended. */
  @Override
  public void close() throws IOException {
    try (receiver) {
      settings.keySet().forEach(System::clearProperty);
      receiver.writeTo(file);
    }
  }
}
