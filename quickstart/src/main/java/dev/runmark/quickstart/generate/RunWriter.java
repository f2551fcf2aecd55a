package dev.runmark.quickstart.generate;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.random.RandomGenerator;

/** Writes the events of one run as LangSmith's clients do. */
final class RunWriter {

  private static final DateTimeFormatter MICROS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS").withZone(ZoneOffset.UTC);
  private static final String[] PROJECTS = {"support-bot", "search-prod", "évaluation", "default"};

  private final RandomGenerator random;
  private final Prose prose;
  private final Payload payload;

  RunWriter(RandomGenerator random) {
    this.random = random;
    this.prose = new Prose(random);
    this.payload = new Payload(random, prose);
  }

  SentEvent create(RunNode run, JsonText.Style style) {
    JsonText json = new JsonText(style).begin('{');
    head(json, run, run.budget() / 2);
    json.name("end_time").plain("null");
    json.name("error").plain("null");
    attachment(json, "input_attachments");
    return new SentEvent(run.id(), SentEvent.Kind.CREATE, json.end('}').toString());
  }

  /** What the SDK sends at the end: no inputs, mostly. */
  SentEvent patch(RunNode run, JsonText.Style style) {
    JsonText json = new JsonText(style).begin('{');
    json.field("id", run.id().toString());
    if (random.nextInt(5) > 0) {
      json.field("trace_id", run.trace().toString());
    }
    json.field("dotted_order", run.dottedOrder());
    json.field("end_time", time(run.end()));
    tail(json, run, run.budget() / 2);
    attachment(json, "input_attachments");
    attachment(json, "output_attachments");
    return new SentEvent(run.id(), SentEvent.Kind.PATCH, json.end('}').toString());
  }

  SentEvent complete(RunNode run, JsonText.Style style) {
    JsonText json = new JsonText(style).begin('{');
    head(json, run, run.budget() / 2);
    json.field("end_time", time(run.end()));
    tail(json, run, run.budget() / 2);
    return new SentEvent(run.id(), SentEvent.Kind.COMPLETE, json.end('}').toString());
  }

  private void head(JsonText json, RunNode run, int budget) {
    json.field("id", run.id().toString());
    json.field("trace_id", run.trace().toString());
    RunNode parent = run.parent();
    json.name("parent_run_id");
    if (parent == null) {
      json.plain("null");
    } else {
      json.value(parent.id().toString());
    }
    json.field("dotted_order", run.dottedOrder());
    json.field("name", run.name()).field("run_type", run.type());
    json.field("session_name", PROJECTS[(int) Math.floorMod(run.trace().hashCode(), 4L)]);
    json.field("start_time", time(run.start()));
    extra(json, run);
    if (random.nextInt(4) == 0) {
      json.name("tags").begin('[').value("prod").value(prose.word()).end(']');
    }
    json.name("inputs");
    payload.inputs(json, run.type(), budget);
  }

  private void tail(JsonText json, RunNode run, int budget) {
    boolean failed = random.nextInt(20) == 0;
    if (failed) {
      json.field("error", "ValueError('" + prose.phrase(6) + "')\n\nTraceback:\n  \"main.py\"");
    } else {
      json.name("error").plain("null");
    }
    json.field("status", failed ? "error" : "success");
    if (random.nextInt(3) == 0) {
      json.name("events").begin('[');
      event(json, "start", run.start());
      event(json, "end", run.end());
      json.end(']');
    }
    json.name("outputs");
    payload.outputs(json, run.type(), budget);
  }

  private void event(JsonText json, String name, Instant time) {
    json.begin('{').field("name", name).field("time", time(time)).end('}');
  }

  private void extra(JsonText json, RunNode run) {
    json.name("extra").begin('{').name("metadata").begin('{');
    if (run.type().equals("llm")) {
      json.field("ls_provider", "openai").field("ls_model_name", "gpt-4o-mini");
    }
    json.field("thread_id", "thread-" + Math.floorMod(run.trace().hashCode(), 500));
    json.plainField("score", random.nextInt(1000) + "." + random.nextInt(10) + "0");
    json.end('}').name("runtime").begin('{');
    json.field("sdk", "langsmith-py").field("sdk_version", "0.4.31");
    json.field("platform", "Linux-6.8.0-x86_64-with-glibc2.39").end('}').end('}');
  }

  private void attachment(JsonText json, String field) {
    if (random.nextInt(25) == 0) {
      json.name(field).begin('{');
      String name = "page-" + random.nextInt(3) + ".png";
      json.name(name).begin('{').field("mime_type", "image/png");
      json.plainField("size", random.nextInt(1 << 20)).end('}').end('}');
    }
  }

  private static String time(Instant time) {
    // Python's clients write no zone, others one; by the trace's time, so that a run has one way.
    return MICROS.format(time) + (time.getEpochSecond() % 2 == 0 ? "+00:00" : "");
  }
}
