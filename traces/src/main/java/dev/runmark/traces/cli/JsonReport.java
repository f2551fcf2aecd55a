package dev.runmark.traces.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.runmark.console.JsonLine;
import dev.runmark.traces.Span;
import dev.runmark.traces.Trace;
import dev.runmark.traces.figures.Comparison;
import dev.runmark.traces.figures.GapFigures;
import dev.runmark.traces.figures.NameFigures;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** NDJSON: an object a line, with its kind; times in nanoseconds, shares from 0 to 1. */
final class JsonReport implements Report {

  private final Lines lines;

  JsonReport(Lines lines) {
    this.lines = lines;
  }

  @Override
  public void trace(Trace trace) {
    lines.line(
        JsonLine.of(
            "trace",
            json -> {
              json.writeStringField("trace", trace.id());
              json.writeNumberField("start", trace.start());
              json.writeNumberField("duration", trace.duration());
              json.writeNumberField("spans", trace.nodes().size());
            }));
    for (Trace.Node node : trace.nodes()) {
      lines.line(
          JsonLine.of(
              "span",
              json -> {
                write(json, node.span());
                json.writeNumberField("depth", node.depth());
                json.writeBooleanField("orphan", node.orphan());
              }));
    }
  }

  @Override
  public void names(List<NameFigures> names) {
    for (NameFigures of : names) {
      lines.line(
          JsonLine.of(
              "name",
              json -> {
                json.writeStringField("name", of.name());
                write(json, of);
              }));
    }
  }

  @Override
  public void gaps(List<GapFigures> gaps) {
    for (GapFigures of : gaps) {
      lines.line(
          JsonLine.of(
              "gap",
              json -> {
                json.writeStringField("inside", of.largest().inside());
                json.writeStringField("after", of.largest().after());
                json.writeStringField("before", of.largest().before());
                json.writeNumberField("count", of.count());
                json.writeNumberField("total", of.total());
                json.writeNumberField("largest", of.largest().length());
                json.writeNumberField("largest_start", of.largest().start());
                json.writeStringField("largest_trace", of.largest().trace());
              }));
    }
  }

  @Override
  public void slow(List<Span> spans) {
    for (Span span : spans) {
      lines.line(JsonLine.of("slow", json -> write(json, span)));
    }
  }

  @Override
  public void compared(List<Comparison> names) {
    for (Comparison of : names) {
      lines.line(
          JsonLine.of(
              "comparison",
              json -> {
                json.writeStringField("name", of.name());
                write(json, "before", of.before());
                write(json, "after", of.after());
                write(json, "p50_ratio", of.ratio50());
                write(json, "p95_ratio", of.ratio95());
              }));
    }
  }

  private static void write(JsonGenerator json, Span span) throws IOException {
    json.writeStringField("trace", span.trace());
    json.writeStringField("span", span.id());
    json.writeStringField("parent", span.parent());
    json.writeStringField("name", span.name());
    json.writeStringField("service", span.service());
    json.writeNumberField("start", span.start());
    json.writeNumberField("duration", span.duration());
    json.writeBooleanField("error", span.error());
  }

  private static void write(JsonGenerator json, NameFigures of) throws IOException {
    json.writeNumberField("count", of.count());
    json.writeNumberField("errors", of.errors());
    json.writeNumberField("p50", of.p50());
    json.writeNumberField("p95", of.p95());
    json.writeNumberField("p99", of.p99());
    json.writeNumberField("max", of.largest());
    json.writeNumberField("share", of.share());
    json.writeNumberField("self", of.self());
  }

  private static void write(JsonGenerator json, String field, @Nullable NameFigures of)
      throws IOException {
    if (of == null) {
      json.writeNullField(field);
    } else {
      json.writeObjectFieldStart(field);
      write(json, of);
      json.writeEndObject();
    }
  }

  private static void write(JsonGenerator json, String field, @Nullable Double ratio)
      throws IOException {
    if (ratio == null) {
      json.writeNullField(field);
    } else {
      json.writeNumberField(field, ratio);
    }
  }
}
