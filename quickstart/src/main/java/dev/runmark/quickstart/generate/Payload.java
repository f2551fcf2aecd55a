package dev.runmark.quickstart.generate;

import java.util.random.RandomGenerator;

/** The inputs and outputs of each type of run. */
final class Payload {

  private static final int LONGEST_TEXT = 6000;

  private final RandomGenerator random;
  private final Prose prose;

  Payload(RandomGenerator random, Prose prose) {
    this.random = random;
    this.prose = prose;
  }

  void inputs(JsonText json, String type, int budget) {
    int end = json.length() + budget;
    json.begin('{');
    switch (type) {
      case "llm", "prompt" -> messages(json, end);
      case "retriever" -> json.field("query", prose.text(Math.min(budget, 300)));
      case "embedding" -> json.name("texts").begin('[').value(text(budget)).end(']');
      default -> {
        json.field("input", text(budget));
        json.name("chat_history").begin('[').end(']');
      }
    }
    json.end('}');
  }

  void outputs(JsonText json, String type, int budget) {
    int end = json.length() + budget;
    json.begin('{');
    switch (type) {
      case "llm" -> generations(json, end);
      case "retriever" -> documents(json, end);
      case "embedding" -> vectors(json, end);
      default -> json.field("output", text(budget)).plainField("ok", random.nextBoolean());
    }
    json.end('}');
  }

  private String text(int budget) {
    return prose.text(Math.max(20, budget));
  }

  private void messages(JsonText json, int end) {
    json.name("messages").begin('[');
    json.begin('{').field("role", "system").field("content", "You are a helpful assistant.");
    json.end('}');
    do {
      json.begin('{').field("role", random.nextBoolean() ? "user" : "assistant");
      json.field("content", piece(json, end)).end('}');
    } while (json.length() < end);
    json.end(']');
  }

  private void generations(JsonText json, int end) {
    json.name("generations").begin('[').begin('[');
    do {
      json.begin('{').field("text", piece(json, end)).field("type", "ChatGeneration");
      json.name("generation_info").begin('{').field("finish_reason", "stop");
      json.name("logprobs").plain("null").end('}').end('}');
    } while (json.length() < end);
    json.end(']').end(']').name("usage_metadata").begin('{');
    int in = random.nextInt(8000);
    int out = random.nextInt(2000);
    json.plainField("input_tokens", in).plainField("output_tokens", out);
    json.plainField("total_tokens", in + out).plainField("total_cost", in + "e-6").end('}');
  }

  private void documents(JsonText json, int end) {
    json.name("documents").begin('[');
    do {
      json.begin('{').field("page_content", piece(json, end)).field("type", "Document");
      json.name("metadata").begin('{').field("source", prose.word() + ".pdf");
      json.plainField("page", random.nextInt(400));
      json.plainField("score", random.nextDouble()).end('}').end('}');
    } while (json.length() < end);
    json.end(']');
  }

  private void vectors(JsonText json, int end) {
    json.name("embeddings").begin('[').begin('[');
    do {
      json.plain(random.nextInt(-1_000_000_000, 1_000_000_000) / 1e9);
    } while (json.length() < end);
    json.end(']').end(']');
  }

  private String piece(JsonText json, int end) {
    int left = Math.max(20, end - json.length());
    return text(Math.min(left, 200 + random.nextInt(LONGEST_TEXT)));
  }
}
