package dev.runmark.reader.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.runmark.reader.FoundRuns;
import dev.runmark.reader.RunmarkReader;
import dev.runmark.reader.fetch.RunStream;
import dev.runmark.reader.json.RunJson;
import dev.runmark.reader.page.Page;
import dev.runmark.storage.index.IndexedRun;
import dev.runmark.storage.index.LedgerPart;
import dev.runmark.storage.index.LineLocation;
import dev.runmark.storage.index.TracedRoot;
import dev.runmark.storage.read.StoredRun;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** What is read of runs. Documents that are many are streamed, in bounded memory. */
final class ReadRoutes {

  private static final List<String> FILTERS =
      List.of(
          "project",
          "trace_id",
          "run_type",
          "status",
          "has_error",
          "name_prefix",
          "from",
          "to",
          "order",
          "limit",
          "cursor");
  private static final int LARGEST_QUERY = 1 << 20;

  private final RunmarkReader reader;

  ReadRoutes(RunmarkReader reader) {
    this.reader = reader;
  }

  List<Route> routes() {
    List<String> runFilters = new ArrayList<>(FILTERS);
    runFilters.add("fields");
    Set<Integer> list = Set.of(200, 400, 502);
    return List.of(
        new Route("GET", "/runs", Scope.READ, runFilters, list, this::runs),
        new Route(
            "POST", "/runs/query", Scope.READ, List.of(), Set.of(200, 400, 413, 502), this::query),
        new Route(
            "GET", "/runs/{id}", Scope.READ, List.of(), Set.of(200, 304, 400, 404, 502), this::run),
        new Route("GET", "/traces", Scope.READ, FILTERS, Set.of(200, 400), this::traces),
        new Route(
            "GET",
            "/traces/{id}",
            Scope.READ,
            List.of(),
            Set.of(200, 400, 404, 406, 502),
            this::trace),
        new Route(
            "GET",
            "/parts",
            Scope.OPERATE,
            List.of("from", "to", "order", "limit", "cursor"),
            Set.of(200, 400),
            this::parts));
  }

  private void run(Exchange exchange) throws Exception {
    UUID id = Parameters.id("id", exchange.place("id"));
    List<LineLocation> lines = reader.locate(exchange.tenant(), id);
    if (lines.isEmpty()) {
      throw absent("run", id);
    }
    String tag = EntityTag.of(lines);
    exchange.head("ETag", tag);
    if (EntityTag.matches(exchange.header("If-None-Match"), tag)) {
      exchange.empty(304);
      return;
    }
    StoredRun run = reader.read(exchange.tenant(), id, lines).orElseThrow(() -> absent("run", id));
    exchange.head("Runmark-Created", Boolean.toString(run.created()));
    exchange.head("Runmark-Lines", Integer.toString(run.lines()));
    exchange.head("Runmark-Trace", run.trace().toString());
    exchange.answer(200, Exchange.JSON, run.document().toByteArray());
  }

  private static Problem absent(String what, UUID id) {
    return new Problem(404, "not_found", "there is no " + what + " " + id);
  }

  private void runs(Exchange exchange) throws Exception {
    Parameters parameters = exchange.parameters();
    boolean payload = parameters.payload();
    Page<IndexedRun> page =
        reader.list(parameters.runs(exchange.tenant()), parameters.text("cursor"));
    if (payload) {
      documents(exchange, page.rows(), given -> tail(json -> cursor(json, page)));
      return;
    }
    list(exchange, "runs", page, RunJson::fields);
  }

  private void traces(Exchange exchange) throws Exception {
    Parameters parameters = exchange.parameters();
    Page<TracedRoot> page =
        reader.traces(parameters.runs(exchange.tenant()), parameters.text("cursor"));
    list(exchange, "traces", page, RunJson::fields);
  }

  private void parts(Exchange exchange) throws Exception {
    Parameters parameters = exchange.parameters();
    Page<LedgerPart> page = reader.parts(parameters.parts(), parameters.text("cursor"));
    list(exchange, "parts", page, RunJson::fields);
  }

  private interface Row<T> {
    void write(JsonGenerator json, T row) throws IOException;
  }

  private static <T> void list(Exchange exchange, String name, Page<T> page, Row<T> row)
      throws IOException {
    exchange.json(
        200,
        json -> {
          json.writeArrayFieldStart(name);
          for (T each : page.rows()) {
            json.writeStartObject();
            row.write(json, each);
            json.writeEndObject();
          }
          json.writeEndArray();
          cursor(json, page);
        });
  }

  private static void cursor(JsonGenerator json, Page<?> page) throws IOException {
    if (page.next() == null) {
      json.writeNullField("next");
    } else {
      json.writeStringField("next", page.next());
    }
  }

  private void query(Exchange exchange) throws Exception {
    List<UUID> ids = ids(exchange);
    FoundRuns found = reader.findAll(exchange.tenant(), ids);
    documents(
        exchange,
        found.runs(),
        given ->
            tail(
                json -> {
                  json.writeArrayFieldStart("absent");
                  for (UUID id : new LinkedHashSet<>(ids)) {
                    if (!given.contains(id)) {
                      json.writeString(id.toString());
                    }
                  }
                  json.writeEndArray();
                }));
  }

  private static List<UUID> ids(Exchange exchange) throws IOException, Problem {
    byte[] body = exchange.body().readNBytes(LARGEST_QUERY + 1);
    if (body.length > LARGEST_QUERY) {
      throw new Problem(413, "body_too_large", "wanted at most " + LARGEST_QUERY + " bytes");
    }
    Problem malformed = new Problem(400, "invalid_body", "wanted {\"ids\":[\"…\"]}");
    List<UUID> ids = new ArrayList<>();
    try (JsonParser parser = Json.FACTORY.createParser(body)) {
      if (parser.nextToken() != JsonToken.START_OBJECT
          || !"ids".equals(parser.nextFieldName())
          || parser.nextToken() != JsonToken.START_ARRAY) {
        throw malformed;
      }
      while (parser.nextToken() == JsonToken.VALUE_STRING) {
        ids.add(Parameters.id("ids", parser.getText()));
      }
      if (parser.currentToken() != JsonToken.END_ARRAY
          || parser.nextToken() != JsonToken.END_OBJECT
          || parser.nextToken() != null) {
        throw malformed;
      }
      return ids;
    } catch (IOException e) {
      // The bytes are here: whatever the parser says is about them.
      throw malformed;
    }
  }

  private void trace(Exchange exchange) throws Exception {
    UUID id = Parameters.id("id", exchange.place("id"));
    boolean lines = lines(exchange.header("Accept"));
    List<IndexedRun> runs = reader.trace(exchange.tenant(), id);
    if (runs.isEmpty()) {
      throw absent("trace", id);
    }
    if (!lines) {
      documents(
          exchange, runs, given -> tail(json -> json.writeStringField("trace_id", id.toString())));
      return;
    }
    RunStream documents = reader.read(runs);
    OutputStream out = exchange.stream(Exchange.NDJSON);
    for (Optional<StoredRun> run = documents.next(); run.isPresent(); run = documents.next()) {
      RunJson.write(out, run.get().document());
      out.write('\n');
    }
    out.close();
  }

  private static boolean lines(@org.jspecify.annotations.Nullable String accept) throws Problem {
    if (accept == null || accept.contains(Exchange.JSON) || accept.contains("*/*")) {
      return accept != null && accept.startsWith(Exchange.NDJSON);
    }
    if (accept.contains(Exchange.NDJSON)) {
      return true;
    }
    if (accept.contains("application/*")) {
      return false;
    }
    throw new Problem(406, "not_acceptable", "application/json or application/x-ndjson");
  }

  /** What stands behind the documents. */
  private interface Tail {
    /**
     * @param given the runs whose documents were written: one that is deleted meanwhile is not
     */
    byte[] of(Set<UUID> given) throws IOException;
  }

  /** Not closed on an error: what has been sent must not look like all of it. */
  private void documents(Exchange exchange, List<IndexedRun> runs, Tail tail)
      throws IOException, Problem {
    RunStream documents = reader.read(runs);
    OutputStream out = exchange.stream(Exchange.JSON);
    out.write("{\"runs\":[".getBytes(StandardCharsets.US_ASCII));
    Set<UUID> given = RunJson.documents(documents, out, ",");
    out.write("],".getBytes(StandardCharsets.US_ASCII));
    out.write(tail.of(given));
    out.close();
  }

  /** The fields of an object and its closing brace. */
  private static byte[] tail(Json.Fields fields) throws IOException {
    ByteArrayOutputStream tail = new ByteArrayOutputStream();
    byte[] object = Json.object(fields);
    tail.write(object, 1, object.length - 1);
    return tail.toByteArray();
  }
}
