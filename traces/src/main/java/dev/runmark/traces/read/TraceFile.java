package dev.runmark.traces.read;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.runmark.traces.Span;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a file of traces: OTLP's JSON as one document or one a line, as OpenTelemetry's file
 * exporter writes it, or what Jaeger's HTTP API answers.
 */
public final class TraceFile {

  private static final ObjectReader JSON = new ObjectMapper().readerFor(JsonNode.class);

  private TraceFile() {}

  /**
   * All spans of the file.
   *
   * @throws NoTracesException if it holds something else, or is damaged
   */
  public static List<Span> read(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw new NoTracesException("read traces from file %s: it is a directory".formatted(file));
    }
    try (InputStream in = Files.newInputStream(file)) {
      return read(in, "file " + file);
    }
  }

  /** The same of anything; what it is is told in errors. */
  static List<Span> read(InputStream in, String what) throws IOException {
    List<Span> spans = new ArrayList<>();
    int number = 0;
    try (MappingIterator<JsonNode> documents = JSON.readValues(in)) {
      while (documents.hasNextValue()) {
        JsonNode document = documents.nextValue();
        number++;
        add(document, spans);
      }
    } catch (JsonProcessingException e) {
      throw damaged(what, number + 1, "no JSON: " + e.getOriginalMessage());
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw damaged(what, number, String.valueOf(e.getMessage()));
    }
    if (number == 0) {
      throw new NoTracesException("read traces from %s: it is empty".formatted(what));
    }
    return spans;
  }

  private static void add(JsonNode document, List<Span> spans) {
    if (document.path("resourceSpans").isArray()) {
      OtlpSpans.add(document, spans);
    } else if (document.path("data").isArray()) {
      JaegerSpans.add(document, spans);
    } else {
      throw new IllegalArgumentException(
          "neither OTLP's JSON (an object with resourceSpans) nor Jaeger's (one with data)");
    }
  }

  private static NoTracesException damaged(String what, int document, String why) {
    return new NoTracesException(
        "read traces from %s: document %,d: %s".formatted(what, document, why));
  }
}
