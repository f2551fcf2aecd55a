package dev.runmark.reader;

import static dev.runmark.reader.ApiScene.get;
import static dev.runmark.reader.ApiScene.post;
import static dev.runmark.reader.Lines.create;
import static dev.runmark.reader.Lines.id;
import static dev.runmark.reader.Lines.json;
import static dev.runmark.reader.Lines.patch;
import static dev.runmark.reader.Lines.trace;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.runmark.embedded.faults.Effect;
import dev.runmark.embedded.faults.Fault;
import dev.runmark.reader.http.ApiServer;
import dev.runmark.storage.part.Compression;
import dev.runmark.storage.part.RunLine;
import dev.runmark.storage.part.SealedPart;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What networks, proxies and impatient clients make of requests that are good. */
class RoughRequestsIT {

  private static final Duration PATIENCE = Duration.ofMinutes(2);

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

  private static <T> T inTheBackground(Callable<T> work) {
    try {
      return work.call();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static void eventually(Callable<Boolean> so) throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!so.call()) {
      assertThat(System.nanoTime()).as("still not so").isLessThan(deadline);
      Thread.sleep(50);
    }
  }

  private static byte[] gzip(String text) throws Exception {
    ByteArrayOutputStream gzip = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(gzip)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return gzip.toByteArray();
  }

  /** Each a chunk, the next one when the server has had time to take the last for the end. */
  private static String sendChunks(byte[]... chunks) throws Exception {
    try (Socket socket = RawClient.connect(api.port())) {
      OutputStream out = socket.getOutputStream();
      out.write(
          ("POST /runs HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                  + "Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n")
              .getBytes(StandardCharsets.US_ASCII));
      for (int i = 0; i < chunks.length; i++) {
        ByteArrayOutputStream chunk = new ByteArrayOutputStream();
        chunk.writeBytes(
            (Integer.toHexString(chunks[i].length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
        chunk.writeBytes(chunks[i]);
        // With the last one comes the end: who is refused early must not still be sending.
        String end = i == chunks.length - 1 ? "\r\n0\r\n\r\n" : "\r\n";
        chunk.writeBytes(end.getBytes(StandardCharsets.US_ASCII));
        out.write(chunk.toByteArray());
        out.flush();
        Thread.sleep(300);
      }
      return RawClient.rest(socket.getInputStream());
    }
  }

  @Test
  void everyMemberOfACompressedBodyIsSentWhenEachIsAChunk() throws Exception {
    String answer = sendChunks(gzip(json(1) + "\n"), gzip(json(2) + "\n"), gzip(json(3)));

    assertThat(RawClient.status(answer)).isEqualTo(201);
    assertThat(answer).contains(id(1).toString(), id(2).toString(), id(3).toString());
    assertThat(scene.records(before)).hasSize(3);
  }

  @Test
  void aBodyWhoseSecondMemberIsCutIsRefusedWhole() throws Exception {
    byte[] second = gzip(json(2));

    String cut = sendChunks(gzip(json(1) + "\n"), Arrays.copyOf(second, second.length - 6));
    String header = sendChunks(gzip(json(1) + "\n"), Arrays.copyOf(second, 4));
    String garbage = sendChunks(gzip(json(1) + "\n"), json(2).getBytes(StandardCharsets.UTF_8));

    for (String answer : new String[] {cut, header, garbage}) {
      assertThat(RawClient.status(answer)).as(answer).isEqualTo(400);
      assertThat(answer).contains("invalid_encoding");
    }
    assertThat(scene.records(before)).isEmpty();
  }

  @Test
  void aRunOfVeryManyLinesIsReadWithATag() throws Exception {
    RunLine[] lines =
        IntStream.range(0, 600)
            .mapToObj(i -> i == 0 ? create(1) : patch(1, "\"tags\":[" + i + "]"))
            .toArray(RunLine[]::new);
    scene.stores.commit(Compression.ZSTD, lines);

    HttpResponse<String> run = get(api, "/runs/" + id(1));
    assertThat(run.statusCode()).as(run.body()).isEqualTo(200);
    assertThat(run.headers().firstValue("Runmark-Lines")).contains("600");
    JsonNode described =
        new ObjectMapper()
            .readTree(get(api, "/openapi.json").body())
            .at("/paths/~1runs~1{id}/get/responses/200/headers");
    assertThat(described.fieldNames())
        .toIterable()
        .allSatisfy(name -> assertThat(run.headers().firstValue(name)).as(name).isPresent())
        .hasSize(4);
    String tag = run.headers().firstValue("ETag").orElseThrow();
    assertThat(get(api, "/runs/" + id(1), "If-None-Match", tag).statusCode()).isEqualTo(304);

    scene.stores.commit(Compression.ZSTD, patch(1, "\"tags\":[600]"));
    assertThat(get(api, "/runs/" + id(1), "If-None-Match", tag).statusCode()).isEqualTo(200);
  }

  @Test
  void aBadRunDeepInABatchIsToldWithItsPlace() throws Exception {
    String runs = String.join(",", IntStream.range(0, 400).mapToObj(Lines::json).toList());
    String batch = "{\"post\":[" + runs + ",{\"id\":\"no uuid\"}," + json(500) + "]}";

    HttpResponse<String> answer = post(api, "/runs", json(600) + "\n" + batch);

    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(answer.body())
        .contains("run 1, event 400: id: 7 bytes", "\"index\":1", "\"event\":400");
    assertThat(scene.records(before)).isEmpty();
  }

  @Test
  void aClientThatGoesAwayIsNoFaultOfTheServer() throws Exception {
    String large = "x".repeat(150_000);
    scene.stores.commit(
        Compression.NONE,
        IntStream.range(0, 100).mapToObj(i -> fat(i, large)).toArray(RunLine[]::new));
    // A store that is slow on this machine answers 503 before anything can be broken off.
    eventually(
        () -> {
          leaveEarly("/traces/" + trace(1));
          return get(api, "/metrics").body().contains("code=\"client_gone\"");
        });
    assertThat(get(api, "/metrics").body()).doesNotContain("code=\"internal\"");
  }

  private static void leaveEarly(String path) throws Exception {
    try (Socket impatient = RawClient.connect(api.port())) {
      impatient
          .getOutputStream()
          .write(
              ("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
      assertThat(impatient.getInputStream().read()).isPositive();
      impatient.setSoLinger(true, 0);
    }
  }

  private static RunLine fat(int number, String more) {
    RunLine line = create(number);
    String document = "{\"id\":\"" + id(number) + "\",\"inputs\":\"" + more + "\"}";
    return Lines.line(line.key(), line.trace(), line.span(), line.listing(), document);
  }

  /** Its part has gone, and when the index is asked once more the run has gone too. */
  @Test
  void aRunThatIsDeletedWhileItIsReadIsAbsent() throws Exception {
    SealedPart part = scene.stores.commit(Compression.NONE, create(1));
    scene.stores.commit(Compression.NONE, create(2));
    Files.delete(scene.stores.file(part));
    scene.stores.postgres.arm(Fault.at(Effect.FREEZE_BEFORE, "SELECT r.run").nth(2));
    try {
      CompletableFuture<HttpResponse<String>> asking =
          CompletableFuture.supplyAsync(
              () ->
                  inTheBackground(
                      () ->
                          post(
                              api,
                              "/runs/query",
                              "{\"ids\":[\""
                                  + id(9)
                                  + "\",\""
                                  + id(1)
                                  + "\",\""
                                  + id(2)
                                  + "\"]}")));
      eventually(() -> scene.stores.postgres.fired() || asking.isDone());
      scene.stores.database.execute("DELETE FROM runs WHERE run = '" + id(1) + "'");
      scene.stores.postgres.release();

      assertThat(asking.get().body())
          .isEqualTo(
              "{\"runs\":[" + json(2) + "],\"absent\":[\"" + id(9) + "\",\"" + id(1) + "\"]}");
    } finally {
      scene.stores.postgres.disarm();
      scene.stores.postgres.release();
    }
  }

  @Test
  void aMethodThatIsNotServedIsToldWithThoseThatAre() throws Exception {
    String answer =
        RawClient.send(
            api.port(), "DELETE /runs HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

    assertThat(RawClient.status(answer)).isEqualTo(405);
    assertThat(answer).contains("Allow: GET, POST\r\n");
  }

  @Test
  void aParameterIsToldByTheNameThatWasAsked() throws Exception {
    HttpResponse<String> answer = get(api, "/runs?run_type=" + "x".repeat(3_000));

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body())
        .contains("\"message\":\"run_type: 3000 characters", "\"parameter\":\"run_type\"")
        .doesNotContain("runType");
  }

  @Test
  void whoWaitsIsAnsweredWhenTheServerStops() throws Exception {
    CompletableFuture<HttpResponse<String>> waiting;
    try (ApiServer stopping = scene.serve("delivery: 20 s")) {
      waiting =
          CompletableFuture.supplyAsync(
              () ->
                  inTheBackground(() -> post(stopping, "/runs?wait=visible&timeout=60", json(1))));
      eventually(() -> !scene.records(before).isEmpty());
    }

    assertThat(waiting.get().statusCode()).isEqualTo(202);
    assertThat(waiting.get().body()).contains(id(1).toString());
  }
}
