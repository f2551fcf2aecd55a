package dev.runmark.traces.cli;

import dev.runmark.traces.Span;
import dev.runmark.traces.read.Jaeger;
import dev.runmark.traces.read.TraceFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where traces come from: at most one of these. */
final class Source {

  static final String LOCAL_JAEGER = "http://localhost:16686";

  @Option(
      names = "--jaeger",
      paramLabel = "URL",
      description = "Jaeger's address (default: " + LOCAL_JAEGER + ").")
  private String jaeger = LOCAL_JAEGER;

  @Option(
      names = "--file",
      paramLabel = "FILE",
      description =
          "A file of OTLP's JSON, one document or one a line, or of what Jaeger's API answered;"
              + " several, if repeated.")
  private List<Path> files = List.of();

  @Option(
      names = "--compare",
      arity = "2",
      paramLabel = "FILE",
      description = "Two such files, before and after a change: what has changed of each name.")
  private List<Path> compared = List.of();

  List<Path> compared() {
    return compared;
  }

  /** All spans; of Jaeger the latest traces of a service, of all services if it is null. */
  List<Span> spans(@Nullable String service, int limit) throws IOException {
    List<Span> spans = new ArrayList<>();
    if (!files.isEmpty()) {
      for (Path file : files) {
        spans.addAll(TraceFile.read(file));
      }
      return spans;
    }
    Jaeger from = new Jaeger(jaeger);
    for (String each : service == null ? from.services() : List.of(service)) {
      spans.addAll(from.spans(each, limit));
    }
    return spans;
  }
}
