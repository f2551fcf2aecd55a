package dev.runmark.reader;

import static dev.runmark.reader.Lines.create;
import static dev.runmark.reader.Lines.id;
import static dev.runmark.reader.Lines.listing;
import static dev.runmark.reader.Lines.trace;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.runmark.reader.http.ApiServer;
import dev.runmark.storage.part.Compression;
import dev.runmark.storage.part.Listing;
import dev.runmark.storage.part.RunStatus;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever of another tenant's is asked for by its name: the answer is as if there were none. And
 * the tokens that tell tenants apart are told to nobody.
 */
class ForeignTenantIT {

  private static final Listing OWN =
      new Listing("own", null, "own", "llm", RunStatus.SUCCESS, Lines.at(5), Lines.at(6));

  private static ApiScene scene;
  private static ApiServer api;

  @BeforeAll
  static void start() throws Exception {
    scene = ApiScene.open();
    Path tokens = scene.secrets.resolve("tokens");
    Files.writeString(
        tokens,
        ApiScene.token("acme", "acme", "read,write,operate")
            + ApiScene.token("globex", "globex", "read,write,operate"));
    api = scene.serve("tokens: " + tokens.toAbsolutePath());
    scene.stores.commit(
        Compression.ZSTD,
        create("globex", 1, trace(1), listing(1, null)),
        create("globex", 2, trace(1), listing(2, id(1))),
        create("globex", 3, trace(3), listing(3, null)),
        create("acme", 50, trace(50), OWN),
        create("acme", 51, trace(51), OWN));
  }

  @AfterAll
  static void stop() throws Exception {
    api.close();
    scene.close();
  }

  /**
   * One question.
   *
   * @param route as the API's description has it
   * @param path and body: of which %s is a name of another tenant's
   * @param absent a name that nothing has
   */
  record Question(String route, String path, String body, String foreign, String absent) {

    Question other() {
      return new Question(route, path, body, absent, absent);
    }

    HttpResponse<String> ask(String token, String... headers) throws Exception {
      List<String> all = new ArrayList<>(Arrays.asList("Authorization", "Bearer " + token));
      all.addAll(Arrays.asList(headers));
      String[] given = all.toArray(String[]::new);
      return route.startsWith("POST")
          ? ApiScene.post(api, path, body.formatted(foreign), given)
          : ApiScene.get(api, path.formatted(foreign), given);
    }

    @Override
    public String toString() {
      return route + " as " + path.formatted(foreign) + " " + body.formatted(foreign);
    }
  }

  private static Question get(String route, String path, Object foreign, Object absent) {
    return new Question("GET " + route, path, "", foreign.toString(), absent.toString());
  }

  private static Question post(String route, String path, String body) {
    return new Question("POST " + route, path, body, id(1).toString(), id(9).toString());
  }

  static Stream<Question> questions() {
    return Stream.of(
        get("/runs/{id}", "/runs/%s", id(1), id(9)),
        get("/traces/{id}", "/traces/%s", trace(1), trace(9)),
        get("/runs", "/runs?trace_id=%s", trace(1), trace(9)),
        get("/runs", "/runs?fields=payload&trace_id=%s", trace(1), trace(9)),
        get("/runs", "/runs?project=%s", "project", "no-such"),
        get("/runs", "/runs?fields=payload&project=%s", "project", "no-such"),
        get("/runs", "/runs?name_prefix=%s", "run%201", "no-such"),
        get("/traces", "/traces?trace_id=%s", trace(1), trace(9)),
        get("/traces", "/traces?project=%s", "project", "no-such"),
        get("/traces", "/traces?name_prefix=%s", "run%201", "no-such"),
        post("/runs/query", "/runs/query", "{\"ids\":[\"%s\"]}"),
        post("/runs", "/runs?wait=visible&timeout=1", "{\"id\":\"%s\",\"name\":\"mine now\"}"));
  }

  @Test
  void everyRouteThatHasATenantIsAsked() throws Exception {
    Set<String> routes = new TreeSet<>();
    new ObjectMapper()
        .readTree(ApiScene.get(api, "/openapi.json").body())
        .get("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .fieldNames()
                    .forEachRemaining(
                        method ->
                            routes.add(
                                method.toUpperCase(java.util.Locale.ROOT) + " " + path.getKey())));
    routes.removeAll(
        Set.of(
            "GET /parts",
            "GET /health/live",
            "GET /health/ready",
            "GET /metrics",
            "GET /openapi.json"));

    assertThat(questions().map(Question::route)).containsAll(routes);
  }

  @ParameterizedTest
  @MethodSource("questions")
  void whatIsAnothersIsAsAbsentAsNone(Question question) throws Exception {
    HttpResponse<String> foreign = question.ask("acme");
    HttpResponse<String> absent = question.other().ask("acme");
    HttpResponse<String> owner = question.ask("globex");

    assertThat(foreign.statusCode()).isEqualTo(absent.statusCode());
    assertThat(foreign.body().replace(question.foreign(), question.absent()))
        .isEqualTo(absent.body());
    assertThat(foreign.headers().map()).isEqualTo(absent.headers().map());
    if (!question.route().equals("POST /runs")) {
      assertThat(owner.body()).as("its own tenant finds it").contains(id(1).toString());
    }
  }

  /** A tag says that one has seen the run; only its tenant is told that it is still the same. */
  @Test
  void aTagOfAnothersRunIsWorthNothing() throws Exception {
    Question run = get("/runs/{id}", "/runs/%s", id(1), id(9));
    String tag = run.ask("globex").headers().firstValue("ETag").orElseThrow();

    assertThat(run.ask("globex", "If-None-Match", tag).statusCode()).isEqualTo(304);
    assertThat(run.ask("acme", "If-None-Match", tag).statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @MethodSource("lists")
  void aCursorOfAnotherTenantIsNone(String list) throws Exception {
    String[] acme = {"Authorization", "Bearer acme"};
    String page = ApiScene.get(api, list + "?limit=1", "Authorization", "Bearer globex").body();
    String cursor = page.replaceFirst("(?s).*\"next\":\"", "").replaceFirst("\".*", "");

    HttpResponse<String> foreign = ApiScene.get(api, list + "?limit=1&cursor=" + cursor, acme);
    HttpResponse<String> bent =
        ApiScene.get(api, list + "?limit=1&cursor=" + cursor.replaceFirst(".", "A"), acme);

    assertThat(foreign.statusCode()).isEqualTo(400);
    assertThat(foreign.body()).contains("invalid_cursor").isEqualTo(bent.body());
  }

  static Stream<String> lists() {
    return Stream.of("/runs", "/traces");
  }

  /** As long as no tenant of this name has sent anything, its own lists are empty, not all. */
  @Test
  void aTenantThatHasNothingSeesNothing() throws Exception {
    Path tokens = scene.secrets.resolve("new-tokens");
    Files.writeString(tokens, ApiScene.token("new", "newcomer", "read"));
    try (ApiServer other = scene.serve("tokens: " + tokens.toAbsolutePath())) {
      String[] caller = {"Authorization", "Bearer new"};
      assertThat(ApiScene.get(other, "/runs", caller).body())
          .isEqualTo("{\"runs\":[],\"next\":null}");
      assertThat(ApiScene.get(other, "/traces", caller).body())
          .isEqualTo("{\"traces\":[],\"next\":null}");
      assertThat(ApiScene.get(other, "/runs/" + id(1), caller).statusCode()).isEqualTo(404);
    }
  }

  /** Row W10: not even a log of all details tells one, right or wrong. */
  @Test
  void noTokenIsToldOrLoggedHoweverItIsSent() throws Exception {
    Path file = scene.secrets.resolve("canary-tokens");
    String line = ApiScene.token("canary-right", "default", "read,operate");
    Files.writeString(file, line.replaceFirst("canary-right", "somebody"));
    String[] right = {"Authorization", "Bearer canary-right"};
    LoggedLines logged = LoggedLines.fromNow();
    try (ApiServer closed = scene.serve("tokens: " + file.toAbsolutePath())) {
      assertThat(ApiScene.get(closed, "/runs", right).statusCode()).isEqualTo(200);
      assertThat(ApiScene.get(closed, "/runs?x=1", right).statusCode()).isEqualTo(400);
      assertThat(ApiScene.post(closed, "/runs", "{}", right).statusCode()).isEqualTo(403);
      for (HttpResponse<String> refused :
          List.of(
              ApiScene.get(closed, "/runs", "Authorization", "Bearer canary-wrong"),
              ApiScene.get(closed, "/runs", "Authorization", "canary-bare"),
              ApiScene.get(closed, "/runs", "Authorization", "Basic canary-basic"),
              ApiScene.get(closed, "/runs?token=canary-query"),
              ApiScene.get(closed, "/runs?access_token=canary-query", right),
              ApiScene.get(closed, "/parts?api-token-canary=1", right))) {
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.body() + refused.headers().map()).doesNotContain("canary");
      }
      assertThat(ApiScene.get(closed, "/metrics").body()).doesNotContain("canary");
    }
    assertThat(logged.having("somebody")).as("who asks is logged").isNotEmpty();
    assertThat(logged.having("canary")).isEmpty();
  }
}
