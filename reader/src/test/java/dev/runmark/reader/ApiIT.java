package dev.runmark.reader;

import static dev.runmark.reader.ApiScene.get;
import static dev.runmark.reader.ApiScene.post;
import static dev.runmark.reader.Lines.create;
import static dev.runmark.reader.Lines.id;
import static dev.runmark.reader.Lines.json;
import static dev.runmark.reader.Lines.patch;
import static dev.runmark.reader.Lines.trace;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import dev.runmark.embedded.faults.S3Fault;
import dev.runmark.embedded.faults.S3Operation;
import dev.runmark.options.ServerOptions;
import dev.runmark.reader.http.ApiServer;
import dev.runmark.reader.send.ContentCoding;
import dev.runmark.reader.send.SendRuns;
import dev.runmark.reader.send.Sender;
import dev.runmark.reader.send.SentRuns;
import dev.runmark.storage.part.Compression;
import dev.runmark.storage.part.RunLine;
import dev.runmark.storage.part.SealedPart;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Runs are sent and read back over HTTP. */
class ApiIT {

  private static final Pattern ID = Pattern.compile("\"([0-9a-f-]{36})\"");

  private static ApiScene scene;
  private static ApiServer api;

  private Map<TopicPartition, Long> before;

  @BeforeAll
  static void start() throws Exception {
    scene = ApiScene.open();
    api = scene.serve("delivery: 20 s");
  }

  @AfterAll
  static void stop() throws Exception {
    api.close();
    scene.close();
  }

  @BeforeEach
  void clear() throws Exception {
    scene.stores.database.clear();
    before = scene.ends();
  }

  @AfterEach
  void heal() {
    scene.stores.s3.heal();
  }

  private List<String> sent() {
    return scene.records(before).stream().map(record -> text(record.value())).toList();
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static List<UUID> ids(HttpResponse<String> answer) {
    return ID.matcher(answer.body())
        .results()
        .map(found -> UUID.fromString(found.group(1)))
        .toList();
  }

  @Test
  void aRunIsSentAsItCameKeyedByItsTrace() throws Exception {
    String run = "{\"name\":\"Grüße\",\"trace_id\":\"" + trace(1) + "\",\"id\":\"" + id(1) + "\"}";

    HttpResponse<String> answer =
        post(
            api,
            "/runs",
            " [" + run + " , {\"name\":\"nameless\"}]",
            "traceparent",
            "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");

    assertThat(answer.statusCode()).isEqualTo(201);
    assertThat(answer.body()).startsWith("{\"status\":\"created\",\"run_ids\":[\"" + id(1));
    UUID minted = ids(answer).get(1);
    assertThat(minted.version()).isEqualTo(7);
    List<ConsumerRecord<byte[], byte[]>> records = scene.records(before);
    assertThat(records)
        .extracting(record -> text(record.key()) + " " + text(record.value()))
        .containsExactlyInAnyOrder(
            trace(1) + " " + run, minted + " {\"id\":\"" + minted + "\",\"name\":\"nameless\"}");
    assertThat(records)
        .allSatisfy(
            record -> {
              assertThat(text(record.headers().lastHeader("runmark-tenant").value()))
                  .isEqualTo("default");
              assertThat(text(record.headers().lastHeader("traceparent").value()))
                  .startsWith("00-0af7");
            });
  }

  @Test
  void whateverTheDecoderTakesIsARecordAnEvent() throws Exception {
    String first = "{\"id\":\"" + id(1) + "\",\"trace_id\":\"" + trace(1) + "\"";
    String patch = first + ",\"end_time\":\"2026-11-20T10:00:00Z\"}";

    int batch =
        post(api, "/runs", "{\"post\":[" + first + "}],\"patch\":[" + patch + "]}").statusCode();
    int lines =
        post(api, "/runs", first + ",\n\"name\":\"two lines\"}\n\n" + first + "}\n").statusCode();
    int envelope =
        post(api, "/runs", "{\"operation\":\"complete\",\"run\":" + first + "}}").statusCode();

    assertThat(List.of(batch, lines, envelope)).containsOnly(201);
    assertThat(sent())
        .containsExactly(
            first + "}",
            "{\"operation\":\"patch\",\"run\":" + patch + "}",
            first + ",\"name\":\"two lines\"}",
            first + "}",
            "{\"operation\":\"complete\",\"run\":" + first + "}}");
  }

  @Test
  void oneBadRunAndNoneIsSent() throws Exception {
    HttpResponse<String> answer =
        post(
            api, "/runs", "[" + json(1) + "," + json(2) + ",{\"id\":\"no uuid\"}," + json(4) + "]");

    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(answer.body())
        .startsWith(
            "{\"error\":{\"code\":\"invalid_id\",\"message\":\"run 2: id: 7 bytes, no UUID\"")
        .contains("\"index\":2");
    assertThat(sent()).isEmpty();
  }

  @Test
  void compressedAndSpooledBodiesAreTheSame() throws Exception {
    String many =
        "[" + String.join(",", IntStream.range(0, 30).mapToObj(i -> wide(i)).toList()) + "]";
    ByteArrayOutputStream gzip = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(gzip)) {
      out.write(many.getBytes(StandardCharsets.UTF_8));
    }
    byte[] zstd = Zstd.compress(many.getBytes(StandardCharsets.UTF_8));

    HttpResponse<String> one = post(api, "/runs", gzip.toByteArray(), "Content-Encoding", "gzip");
    HttpResponse<String> other = post(api, "/runs", zstd, "Content-Encoding", "zstd");

    assertThat(ids(one)).hasSize(30).isEqualTo(ids(other)).element(29).isEqualTo(id(29));
    assertThat(sent()).hasSize(60).contains(wide(0), wide(29));
    assertThat(spools()).isEmpty();
  }

  private static String wide(int number) {
    return "{\"id\":\"" + id(number) + "\",\"inputs\":\"" + "ü".repeat(50_000) + "\"}";
  }

  private static List<Path> spools() throws IOException {
    try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("runmark-spool"))
          .toList();
    }
  }

  @Test
  void waitingEndsWhenAllIsReadable() throws Exception {
    CompletableFuture<HttpResponse<String>> waiting =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return post(
                    api, "/runs?wait=visible&timeout=60", "[" + json(1) + "," + json(2) + "]");
              } catch (Exception e) {
                throw new AssertionError(e);
              }
            });
    SmallJob job = new SmallJob(scene);
    while (scene.records(before).size() < 2) {
      Thread.sleep(50);
    }

    assertThat(waiting).isNotDone();
    assertThat(job.store(before)).isEqualTo(2);

    assertThat(waiting.get().statusCode()).isEqualTo(201);
    assertThat(get(api, "/runs/" + id(2)).body()).isEqualTo(json(2));
  }

  @Test
  void whatIsNotReadableInTimeIsAccepted() throws Exception {
    HttpResponse<String> answer = post(api, "/runs?wait=visible&timeout=1", json(3));

    assertThat(answer.statusCode()).isEqualTo(202);
    assertThat(answer.body())
        .isEqualTo("{\"status\":\"accepted\",\"run_ids\":[\"" + id(3) + "\"]}");
  }

  /** A line of the run that does not reach the event is not yet the event. */
  @Test
  void anEarlierLineOfTheRunDoesNotEndTheWait() throws Exception {
    post(api, "/runs", json(1));
    new SmallJob(scene).store(before);

    assertThat(post(api, "/runs?wait=visible&timeout=1", json(1)).statusCode()).isEqualTo(202);
  }

  @Test
  void kafkaAwayIsTold() throws Exception {
    int nobody;
    try (ServerSocket free = new ServerSocket(0)) {
      nobody = free.getLocalPort();
    }
    ServerOptions options = scene.options("127.0.0.1:" + nobody, "delivery: 1 s");
    try (ApiServer cut = ApiServer.start(options)) {
      HttpResponse<String> answer = post(cut, "/runs", json(1));

      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(answer.headers().firstValue("Retry-After")).isPresent();
      assertThat(answer.body()).contains("kafka_away", "\"outcome\":\"not_stored\"");
      HttpResponse<String> ready = get(cut, "/health/ready");
      assertThat(ready.statusCode()).isEqualTo(503);
      assertThat(ready.body()).contains("\"kafka\":\"away\"", "\"index\":\"ok\"");
      assertThat(get(cut, "/health/live").statusCode()).isEqualTo(200);
    }
  }

  /** The writer may not read the key of cursors, and is no reader at all. */
  @Test
  void aUserWithoutTheRightsIsNoStoreThatIsAway() throws Exception {
    try (ApiServer wrong = patient(Map.of("RUNMARK_POSTGRES_USER", "writer"))) {
      HttpResponse<String> ready = get(wrong, "/health/ready");
      HttpResponse<String> list = get(wrong, "/runs");

      assertThat(ready.statusCode()).isEqualTo(503);
      assertThat(ready.body())
          .isEqualTo(
              "{\"status\":\"not_ready\",\"index\":\"refused\",\"kafka\":\"ok\",\"missing\":"
                  + "[\"cursor_key may not be read: the user needs runmark_reader\"]}");
      assertThat(list.statusCode()).isEqualTo(503);
      assertThat(list.body()).contains("index_refused").doesNotContain("writer", "cursor_key");
    }
  }

  /** Whose answers do not depend on how busy the machine is. */
  private static ApiServer patient(Map<String, String> environment) throws Exception {
    Map<String, String> patient = new java.util.HashMap<>(environment);
    patient.put("RUNMARK_READER_CONNECTION_WAIT", "60 s");
    return ApiServer.start(
        scene.options(scene.kafka.bootstrapServers(), patient, "delivery: 60 s"));
  }

  /** What was sent is accepted all the same; whether it can be read is another's business. */
  @Test
  void whoMayNotReadWaitsInVainAndIsNotTurnedAway() throws Exception {
    scene.stores.database.execute("REVOKE SELECT ON runs FROM runmark_reader");
    try {
      assertThat(post(api, "/runs?wait=visible&timeout=1", json(3)).statusCode()).isEqualTo(202);
      assertThat(get(api, "/runs/" + id(3)).body()).contains("index_refused");
    } finally {
      scene.stores.database.execute("GRANT SELECT ON runs TO runmark_reader");
    }
  }

  @Test
  void whatIsWrongIsLoggedWhenItChangesHoweverOftenItIsAsked() throws Exception {
    LoggedLines log = LoggedLines.fromNow();
    try (ApiServer watched = patient(Map.of())) {
      for (int i = 0; i < 3; i++) {
        assertThat(get(watched, "/health/ready").body())
            .isEqualTo("{\"status\":\"ready\",\"index\":\"ok\",\"kafka\":\"ok\",\"missing\":[]}");
      }
      assertThat(log.having("max.message.bytes is")).hasSize(1);
      scene.stores.database.execute("REVOKE SELECT ON cursor_key FROM runmark_reader");
      try {
        for (int i = 0; i < 3; i++) {
          assertThat(get(watched, "/health/ready").statusCode()).isEqualTo(503);
        }
        assertThat(log.having("cursor_key may not be read")).hasSize(1);
      } finally {
        scene.stores.database.execute("GRANT SELECT ON cursor_key TO runmark_reader");
      }
      assertThat(get(watched, "/health/ready").statusCode()).isEqualTo(200);
      assertThat(log.having("index and Kafka answer")).hasSize(1);
    }
  }

  /** As the superuser: what the server would hide from others it shows to this one. */
  @Test
  void whoStandsBeforeTheWallIsWarned() throws Exception {
    Map<String, String> owner =
        Map.of(
            "RUNMARK_POSTGRES_USER",
            scene.stores.database.owner().user(),
            "RUNMARK_POSTGRES_PASSWORD",
            scene.secret("owner", scene.stores.database.owner().password().get()));
    LoggedLines log = LoggedLines.fromNow();
    try (ApiServer open = patient(owner)) {
      assertThat(get(open, "/health/ready").statusCode()).isEqualTo(200);
      assertThat(log.having("postgres.user sees the rows of all tenants")).hasSize(1);
    }
  }

  @Test
  void theDoorTakesLinesWithoutHttp() throws Exception {
    try (SendRuns door = SendRuns.open(scene.options(scene.kafka.bootstrapServers()))) {
      byte[] lines = (json(1) + "\n" + json(2) + "\n").getBytes(StandardCharsets.UTF_8);
      SentRuns runs =
          door.send(
              new ByteArrayInputStream(lines), ContentCoding.IDENTITY, new Sender("acme", null));

      assertThat(runs.runs()).containsExactly(id(1), id(2));
    }
    assertThat(scene.records(before))
        .allSatisfy(
            record ->
                assertThat(text(record.headers().lastHeader("runmark-tenant").value()))
                    .isEqualTo("acme"))
        .hasSize(2);
  }

  @Test
  void aRunIsItsBytesWithATag() throws Exception {
    scene.stores.commit(Compression.ZSTD, create(1), create(2));
    scene.stores.commit(Compression.NONE, patch(2, "\"tags\":[1]"), patch(3, "\"tags\":[]"));

    HttpResponse<String> one =
        get(api, "/runs/" + id(1).toString().toUpperCase(java.util.Locale.ROOT) + "/");
    String tag = one.headers().firstValue("ETag").orElseThrow();

    assertThat(one.body()).isEqualTo(json(1));
    assertThat(one.headers().firstValue("Content-Type")).contains("application/json");
    assertThat(get(api, "/runs/" + id(1), "If-None-Match", tag).statusCode()).isEqualTo(304);
    assertThat(get(api, "/runs/" + id(2), "If-None-Match", tag).body())
        .isEqualTo(json(2).replace("}", ",\"tags\":[1]}"));
    assertThat(get(api, "/runs/" + id(3)).headers().firstValue("Runmark-Created"))
        .contains("false");
    assertThat(get(api, "/runs/" + id(9)).body()).contains("not_found", id(9).toString());
  }

  @Test
  void runsAreListedPageByPage() throws Exception {
    scene.stores.commit(
        Compression.ZSTD, IntStream.range(0, 5).mapToObj(Lines::create).toArray(RunLine[]::new));

    HttpResponse<String> first = get(api, "/runs?limit=3&project=project&fields=payload");
    Matcher cursor = Pattern.compile("\"next\":\"([^\"]+)\"").matcher(first.body());
    assertThat(cursor.find()).isTrue();
    HttpResponse<String> last = get(api, "/runs?limit=3&project=project&cursor=" + cursor.group(1));

    assertThat(first.body())
        .startsWith("{\"runs\":[" + json(4) + "," + json(3) + "," + json(2) + "]");
    assertThat(last.body())
        .contains(
            "\"id\":\"" + id(1), "\"id\":\"" + id(0), "\"status\":\"success\"", "\"next\":null");
    assertThat(get(api, "/traces").body()).contains("\"runs\":5", "\"root\":{");
    assertThat(get(api, "/parts").body()).contains("\"key\":\"", "\"lines\":5");
    assertThat(post(api, "/runs/query", "{\"ids\":[\"" + id(4) + "\",\"" + id(7) + "\"]}").body())
        .isEqualTo("{\"runs\":[" + json(4) + "],\"absent\":[\"" + id(7) + "\"]}");
  }

  @Test
  void aTraceIsADocumentOrLines() throws Exception {
    scene.stores.commit(Compression.ZSTD, create(1), create(2));

    assertThat(get(api, "/traces/" + trace(1)).body())
        .isEqualTo(
            "{\"runs\":[" + json(1) + "," + json(2) + "],\"trace_id\":\"" + trace(1) + "\"}");
    HttpResponse<String> lines = get(api, "/traces/" + trace(1), "Accept", "application/x-ndjson");
    assertThat(lines.body()).isEqualTo(json(1) + "\n" + json(2) + "\n");
    assertThat(get(api, "/traces/" + trace(1), "Accept", "text/html").statusCode()).isEqualTo(406);
    assertThat(get(api, "/traces/" + trace(9)).statusCode()).isEqualTo(404);
  }

  /** The first window is read and sent, then the store has gone. */
  @Test
  void anAnswerThatBreaksOffDoesNotLookWhole() throws Exception {
    String large = "x".repeat(150_000);
    SealedPart whole =
        scene.stores.commit(
            Compression.NONE,
            IntStream.range(0, 100).mapToObj(i -> fat(i, large)).toArray(RunLine[]::new));
    scene.stores.commit(Compression.NONE, fat(200, large));
    byte[] part = Files.readAllBytes(scene.stores.file(whole));
    part[part.length - 1000] ^= 1;
    Files.write(scene.stores.file(whole), part);

    assertThatThrownBy(() -> get(api, "/traces/" + trace(1), "Accept", "application/x-ndjson"))
        .isInstanceOf(IOException.class);
    assertThat(get(api, "/metrics").body())
        .contains("runmark_api_problems_total{code=\"corrupt_run\"}");
  }

  private static RunLine fat(int number, String more) {
    RunLine line = create(number);
    String document = "{\"id\":\"" + id(number) + "\",\"inputs\":\"" + more + "\"}";
    return Lines.line(line.key(), line.trace(), line.span(), line.listing(), document);
  }

  @Test
  void tokensDecideWhoIsAsking() throws Exception {
    Path file = scene.secrets.resolve("tokens");
    Files.writeString(
        file,
        "# who\n"
            + ApiScene.token("reading", "default", "read")
            + ApiScene.token("foreign", "acme", "read,write")
            + ApiScene.token("old", "default", "read").strip()
            + " 2020-01-01T00:00:00Z\n");
    scene.stores.commit(Compression.NONE, create(1));
    try (ApiServer closed = scene.serve("tokens: " + file.toAbsolutePath())) {
      assertThat(get(closed, "/runs/" + id(1), bearer("reading")).statusCode()).isEqualTo(200);
      HttpResponse<String> foreign = get(closed, "/runs/" + id(1), bearer("foreign"));
      HttpResponse<String> absent = get(closed, "/runs/" + id(9), bearer("foreign"));
      assertThat(foreign.statusCode()).isEqualTo(404).isEqualTo(absent.statusCode());
      assertThat(foreign.body())
          .isEqualTo(absent.body().replace(id(9).toString(), id(1).toString()));
      assertThat(get(closed, "/runs/" + id(1), bearer("old")).statusCode()).isEqualTo(401);
      assertThat(get(closed, "/runs/" + id(1)).statusCode()).isEqualTo(401);
      assertThat(get(closed, "/runs?access_token=reading").statusCode()).isEqualTo(401);
      assertThat(post(closed, "/runs", json(1), bearer("reading")).statusCode()).isEqualTo(403);
      assertThat(get(closed, "/parts", bearer("foreign")).statusCode()).isEqualTo(403);
      assertThat(post(closed, "/runs", json(7), bearer("foreign")).statusCode()).isEqualTo(201);

      Files.writeString(file, ApiScene.token("fresh", "default", "read"));

      assertThat(get(closed, "/runs/" + id(1), bearer("fresh")).statusCode()).isEqualTo(200);
      assertThat(get(closed, "/runs/" + id(1), bearer("reading")).statusCode()).isEqualTo(401);
    }
    ConsumerRecord<byte[], byte[]> record = scene.records(before).get(0);
    assertThat(text(record.headers().lastHeader("runmark-tenant").value())).isEqualTo("acme");
  }

  private static String[] bearer(String token) {
    return new String[] {"Authorization", "Bearer " + token};
  }

  @Test
  void aStoreThatIsAwayIsToldBeforeAnythingIsSent() throws Exception {
    scene.stores.commit(Compression.NONE, create(1));
    scene.stores.s3.fail(S3Operation.GET_OBJECT, S3Fault.INTERNAL_ERROR, 1_000);

    HttpResponse<String> run = get(api, "/runs/" + id(1));
    HttpResponse<String> trace = get(api, "/traces/" + trace(1));

    assertThat(List.of(run.statusCode(), trace.statusCode())).containsOnly(503);
    assertThat(run.headers().firstValue("Retry-After")).isPresent();
    assertThat(run.body()).contains("store_away").doesNotContain("Exception", "runmark/");
  }
}
