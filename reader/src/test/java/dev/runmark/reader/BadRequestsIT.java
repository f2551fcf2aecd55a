package dev.runmark.reader;

import static dev.runmark.reader.ApiScene.get;
import static dev.runmark.reader.ApiScene.post;
import static dev.runmark.reader.Lines.create;
import static dev.runmark.reader.Lines.id;
import static dev.runmark.reader.Lines.json;
import static dev.runmark.reader.Lines.trace;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import dev.runmark.embedded.faults.S3Fault;
import dev.runmark.embedded.faults.S3Operation;
import dev.runmark.reader.http.ApiServer;
import dev.runmark.storage.part.Compression;
import dev.runmark.storage.part.RunLine;
import dev.runmark.storage.part.SealedPart;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** docs/reference/bad-requests.md, row by row; the tag of a method is the row that it shows. */
class BadRequestsIT {

  private static final Path PAGE = Path.of("../docs/reference/bad-requests.md");
  private static final int MANY = 2 << 20;

  private static ApiScene scene;
  private static ApiServer api;
  private static Map<TopicPartition, Long> before;

  @BeforeAll
  static void start() throws Exception {
    scene = ApiScene.open();
    api = scene.serve("body: 1 MiB", "requests: 2", "idle: 2 s", "exchange: 4 s");
    before = scene.ends();
    scene.stores.commit(Compression.NONE, create(1), create(2), create(3));
  }

  @AfterAll
  static void stop() throws Exception {
    assertThat(scene.records(before)).as("what bad requests stored").isEmpty();
    api.close();
    scene.close();
  }

  @Test
  void everyRowHasACase() throws Exception {
    Set<String> rows = new TreeSet<>();
    Pattern.compile("(?m)^\\| (W\\d+) ")
        .matcher(Files.readString(PAGE))
        .results()
        .map((MatchResult row) -> row.group(1))
        .forEach(rows::add);
    Set<String> shown = new TreeSet<>();
    badRequests().forEach(each -> shown.add(each.row()));
    Arrays.stream(BadRequestsIT.class.getDeclaredMethods())
        .flatMap(method -> Arrays.stream(method.getAnnotationsByType(Tag.class)))
        .forEach(tag -> shown.add(tag.value()));

    assertThat(shown).isEqualTo(rows).hasSize(13);
  }

  /**
   * @param head of the request, its line and headers
   */
  record Bad(String row, String head, String body, Set<Integer> statuses) {
    @Override
    public String toString() {
      return row
          + " "
          + head.lines()
              .findFirst()
              .orElse("")
              .substring(0, Math.min(60, head.lines().findFirst().orElse("").length()));
    }
  }

  private static Bad asked(String row, String target, Integer... statuses) {
    return new Bad(row, "GET " + target + " HTTP/1.1\r\nHost: localhost\r\n", "", Set.of(statuses));
  }

  private static Bad raw(String row, String head, Integer... statuses) {
    return new Bad(row, head, "", Set.of(statuses));
  }

  static Stream<Bad> badRequests() {
    return Stream.concat(badQuestions(), badHttp());
  }

  private static Stream<Bad> badQuestions() {
    String id = id(1).toString();
    return Stream.of(
        asked("W1", "/runs/no-uuid", 400),
        asked("W1", "/runs/" + "a".repeat(10_000), 400),
        asked("W1", "/runs/" + id + "%00", 400),
        asked("W1", "/runs/%2f" + id, 400),
        asked("W1", "/runs/%252e%252e", 400),
        asked("W1", "/runs/..%2f..%2fetc", 400),
        asked("W1", "/traces/'%20OR%201=1", 400),
        asked("W2", "/runs?project='%20OR%201=1--", 200),
        asked("W2", "/runs?sort=name", 400),
        asked("W2", "/runs?order=sideways", 400),
        asked("W2", "/runs?status=done", 400),
        asked("W2", "/runs?fields=secrets", 400),
        asked("W2", "/runs?project=%00", 400),
        asked("W2", "/runs?project=%zz", 400),
        asked("W3", "/runs?cursor=garbage", 400),
        asked("W3", "/runs?cursor=" + "A".repeat(5_000), 400),
        asked("W4", "/runs?limit=0", 400),
        asked("W4", "/runs?limit=-1", 400),
        asked("W4", "/runs?limit=1000000000", 400),
        asked("W4", "/runs?limit=9223372036854775808", 400),
        asked("W4", "/runs?limit=1e3", 400),
        asked("W4", "/runs?limit=1&limit=2", 400),
        asked("W4", "/runs?from=2026-11-21T00:00:00Z&to=2026-11-20T00:00:00Z", 400),
        asked("W4", "/runs?from=2026-11-21T00:00:00", 400));
  }

  private static Stream<Bad> badHttp() {
    String id = id(1).toString();
    String host = " HTTP/1.1\r\nHost: localhost\r\n";
    return Stream.of(
        raw("W6", "GET /runs" + host + "X: " + "a".repeat(64 << 10) + "\r\n", 431),
        raw("W6", "GET /runs" + host + "X: 1\r\n".repeat(10_000), 431),
        raw("W6", "GET /" + "a".repeat(20_000) + host, 414, 431),
        raw(
            "W6",
            "POST /runs" + host + "Content-Length: 10\r\nTransfer-Encoding: chunked\r\n",
            400),
        raw("W6", "POST /runs" + host + "Content-Length: 10\r\nContent-Length: 11\r\n", 400),
        new Bad("W6", "POST /runs" + host + "Content-Length: 1000\r\n", json(1), Set.of(0, 400)),
        raw("W6", "BREW /runs" + host, 405),
        raw("W6", "DELETE /runs/" + id + host, 405),
        raw("W6", "GET /runs HTTP/1.1\r\nHost: not a host\r\n", 400),
        raw("W6", "GET /runs HTTP/1.1\r\nHost: evil.example\r\n", 421),
        raw("W6", "GET /runs HTTP/1.1\r\n", 400),
        raw("W6", "GET /runs\r\n", 0, 400, 505),
        raw("W12", "GET /traces/" + trace(1) + " HTTP/1.0\r\nHost: localhost\r\n", 505),
        raw("W12", "GET /runs?fields=payload HTTP/1.0\r\nHost: localhost\r\n", 505),
        raw("W12", "GET /runs HTTP/1.0\r\nHost: localhost\r\n", 200),
        raw("W13", "POST /runs" + host + "Origin: http://evil.example\r\n", 403),
        raw("W13", "POST /runs" + host + "Origin: null\r\n", 403),
        raw("W13", "POST /runs" + host + "Origin: http://localhost:3000\r\n", 403),
        raw("W13", "POST /runs" + host + "Sec-Fetch-Site: cross-site\r\n", 403),
        raw("W13", "GET /runs" + host + "Sec-Fetch-Site: same-site\r\n", 403),
        raw("W13", "GET /runs" + host + "Origin: http://localhost\r\n", 200),
        raw("W13", "GET /runs" + host + "Sec-Fetch-Site: none\r\n", 200),
        asked("W6", "/nothing", 404));
  }

  @ParameterizedTest
  @MethodSource("badRequests")
  void isRefused(Bad bad) throws Exception {
    String close = bad.body().isEmpty() ? "Connection: close\r\n\r\n" : "\r\n";

    String answer = RawClient.send(api.port(), bad.head() + close + bad.body());

    assertThat(bad.statuses()).as(answer).contains(RawClient.status(answer));
    assertThat(answer).doesNotContain("Exception", "dev.runmark", "org.eclipse", "SELECT");
    if (RawClient.status(answer) >= 400) {
      assertThat(answer).contains("{\"error\":{\"code\":\"");
    }
  }

  @Test
  @Tag("W3")
  void aCursorOfAnotherQueryIsRefused() throws Exception {
    String page = get(api, "/runs?limit=1").body();
    String cursor = page.replaceFirst("(?s).*\"next\":\"", "").replaceFirst("\".*", "");

    assertThat(get(api, "/runs?limit=2&cursor=" + cursor).statusCode()).isEqualTo(200);
    HttpResponse<String> other = get(api, "/runs?order=oldest&cursor=" + cursor);
    HttpResponse<String> cut = get(api, "/runs?cursor=" + cursor.substring(1));

    assertThat(other.statusCode()).isEqualTo(400);
    assertThat(other.body()).contains("invalid_cursor");
    assertThat(cut.body()).contains("invalid_cursor");
  }

  /** With tokens: ApiIT. */
  @Test
  @Tag("W5")
  void aForeignRunIsAsAbsentAsNone() throws Exception {
    RunLine foreign = create("acme", 50, trace(5), Lines.listing(1, null));
    scene.stores.commit(Compression.NONE, foreign);

    HttpResponse<String> hidden = get(api, "/runs/" + id(50));
    HttpResponse<String> absent = get(api, "/runs/" + id(51));

    assertThat(hidden.statusCode()).isEqualTo(404).isEqualTo(absent.statusCode());
    assertThat(hidden.body()).isEqualTo(absent.body().replace(id(51) + "", id(50) + ""));
    assertThat(get(api, "/traces/" + trace(5)).statusCode()).isEqualTo(404);
  }

  @Test
  @Tag("W7")
  void aBadBodyIsRefusedWhole() throws Exception {
    byte[] bomb = new byte[MANY];
    Arrays.fill(bomb, (byte) ' ');
    ByteArrayOutputStream gzip = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(gzip)) {
      out.write(bomb);
    }
    String many = "[" + "{\"name\":\"\"},".repeat(1_000) + "{\"name\":\"\"}]";
    String deep = "{\"id\":\"" + id(1) + "\",\"inputs\":" + "[".repeat(100) + "]".repeat(100) + "}";
    String wide = "{\"id\":\"" + id(1) + "\",\"inputs\":\"" + "x".repeat(300_000) + "\"}";

    told(post(api, "/runs", bomb), 413, "body_too_large");
    told(post(api, "/runs", gzip.toByteArray(), "Content-Encoding", "gzip"), 413, "body_too_large");
    told(
        post(api, "/runs", Zstd.compress(bomb), "Content-Encoding", "zstd"), 413, "body_too_large");
    told(post(api, "/runs", many), 422, "too_many_events");
    told(post(api, "/runs", "[" + json(1) + "," + deep + "]"), 422, "too_deep", "\"index\":1");
    told(post(api, "/runs", wide), 422, "too_large", "\"index\":0");
    told(post(api, "/runs", "[" + json(1) + ",7]"), 422, "not_a_run", "\"index\":1");
    told(post(api, "/runs", "[" + json(1)), 422, "not_json");
    told(post(api, "/runs", json(1) + json(2)), 422, "not_json");
    told(post(api, "/runs", "{\"id\":\"" + id(1)), 422, "not_json");
    told(
        post(api, "/runs", new byte[] {'{', '"', (byte) 0xff, '"', ':', '1', '}'}),
        422,
        "not_utf8");
    told(post(api, "/runs", "[]"), 400, "empty_body");
    told(post(api, "/runs", ""), 400, "empty_body");
    told(post(api, "/runs", "no gzip", "Content-Encoding", "gzip"), 400, "invalid_encoding");
    told(post(api, "/runs", "no zstd", "Content-Encoding", "zstd"), 400, "invalid_encoding");
    told(post(api, "/runs", json(1), "Content-Encoding", "br"), 415, "unsupported_encoding");
    told(post(api, "/runs?wait=long", json(1)), 400, "invalid_parameter");
    told(post(api, "/runs?wait=visible&timeout=121", json(1)), 400, "invalid_parameter");
  }

  @Test
  @Tag("W7")
  void aQueryThatIsNoneIsRefused() throws Exception {
    told(post(api, "/runs/query", "{\"ids\":[1]}"), 400, "invalid_body");
    told(post(api, "/runs/query", "{\"ids\":[\"x\"]}"), 400, "invalid_id");
    told(post(api, "/runs/query", new byte[] {0, '{', 0, 0}), 400, "invalid_body");
    told(post(api, "/runs/query", "{\"" + "x".repeat(60_000) + "\":1}"), 400, "invalid_body");
    told(post(api, "/runs/query", "{\"ids\":[" + "7".repeat(2_000) + "]}"), 400, "invalid_body");
  }

  private static void told(HttpResponse<String> answer, int status, String... words) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.body()).startsWith("{\"error\":{\"code\":\"").contains(words);
  }

  @Test
  @Tag("W8")
  void whoIsSlowIsCutOff() throws Exception {
    String head = "POST /runs HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\n{";

    trickle("GET /runs HTTP/1.1\r\nX: ");
    trickle(head);
    try (Socket silent = RawClient.connect(api.port())) {
      silent.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      assertThat(RawClient.status(RawClient.rest(silent.getInputStream()))).isIn(0, 408);
    }

    assertThat(get(api, "/runs/" + id(1)).statusCode()).isEqualTo(200);
  }

  /** Ends when the server ends the connection. */
  private static void trickle(String begin) throws Exception {
    try (Socket slow = RawClient.connect(api.port())) {
      slow.setSoTimeout(100);
      OutputStream out = slow.getOutputStream();
      out.write(begin.getBytes(StandardCharsets.US_ASCII));
      long patience = System.nanoTime() + 60_000_000_000L;
      while (open(slow)) {
        assertThat(System.nanoTime()).as("still open after a minute").isLessThan(patience);
        out.write('x');
      }
    } catch (SocketException cutOff) {
      assertThat(cutOff).isNotNull();
    }
  }

  private static boolean open(Socket socket) throws Exception {
    try {
      return socket.getInputStream().read() >= 0;
    } catch (java.net.SocketTimeoutException nothingYet) {
      return true;
    }
  }

  @Test
  @Tag("W8")
  void whoReadsSlowlyIsCutOff() throws Exception {
    String more = "x".repeat(1 << 20);
    RunLine[] lines =
        IntStream.range(0, 24).mapToObj(i -> fat(100 + i, more)).toArray(RunLine[]::new);
    scene.stores.commit(Compression.NONE, lines);
    try (Socket slow = new Socket()) {
      slow.setReceiveBufferSize(4 << 10);
      slow.setSoTimeout(60_000);
      slow.connect(new java.net.InetSocketAddress("127.0.0.1", api.port()));
      slow.getOutputStream()
          .write(
              ("GET /traces/" + trace(8) + " HTTP/1.1\r\nHost: localhost\r\n\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
      InputStream in = slow.getInputStream();
      for (int i = 0; i < 60; i++) {
        assertThat(in.read()).isGreaterThan(0);
        Thread.sleep(100);
      }
      assertThat(RawClient.rest(in)).doesNotEndWith("0\r\n\r\n");
    }
    assertThat(get(api, "/runs/" + id(1)).statusCode()).isEqualTo(200);
  }

  private static RunLine fat(int number, String more) {
    RunLine line = create("default", number, trace(8), Lines.listing(number, null));
    String document = "{\"id\":\"" + id(number) + "\",\"inputs\":\"" + more + "\"}";
    return Lines.line(line.key(), line.trace(), line.span(), line.listing(), document);
  }

  @Test
  @Tag("W9")
  void whatIsNotWhatTheIndexPromisesIsToldWithItsPlace() throws Exception {
    SealedPart part = scene.stores.commit(Compression.NONE, create(20));
    Path file = scene.stores.file(part);
    byte[] whole = Files.readAllBytes(file);
    String wanted = "\"part\":\"" + part.id();

    byte[] flipped = whole.clone();
    flipped[flipped.length - 5] ^= 1;
    Files.write(file, flipped);
    told(get(api, "/runs/" + id(20)), 502, "corrupt_run", wanted, "\"start\":0");
    Files.write(file, Arrays.copyOf(whole, whole.length - 3));
    told(get(api, "/runs/" + id(20)), 502, "corrupt_run", wanted);
    Files.delete(file);
    told(get(api, "/runs/" + id(20)), 502, "corrupt_run", wanted);
    scene.stores.database.execute(
        "UPDATE parts SET key = '../../etc/passwd' WHERE part = '" + part.id() + "'");
    told(get(api, "/runs/" + id(20)), 502, "corrupt_run");
    assertThat(get(api, "/metrics").body()).contains("code=\"corrupt_run\"");
    // Lists that other tests ask for would be corrupt too.
    scene.stores.database.execute("DELETE FROM runs WHERE run = '" + id(20) + "'");
  }

  @Test
  @Tag("W10")
  void withoutAGoodTokenNothingIsTold() throws Exception {
    Path tokens = scene.secrets.resolve("bad-tokens");
    Files.writeString(tokens, "");
    try (ApiServer closed = scene.serve("tokens: " + tokens.toAbsolutePath())) {
      for (String path : List.of("/runs", "/runs/" + id(1), "/traces", "/parts")) {
        told(get(closed, path), 401, "unauthorized");
        told(get(closed, path, "Authorization", "Bearer guess"), 401, "unauthorized");
        told(get(closed, path, "Authorization", "Basic Z3Vlc3M="), 401, "unauthorized");
      }
      told(get(closed, "/runs?token=guess"), 401, "unauthorized");
      told(post(closed, "/runs", json(1)), 401, "unauthorized");
    }
  }

  @Test
  @Tag("W11")
  void whatIsAwayIsToldInBoundedTime() throws Exception {
    int nobody;
    try (java.net.ServerSocket free = new java.net.ServerSocket(0)) {
      nobody = free.getLocalPort();
    }
    Map<String, String> away =
        Map.of("RUNMARK_POSTGRES_URL", "jdbc:postgresql://127.0.0.1:" + nobody + "/none");
    try (ApiServer cut =
        ApiServer.start(scene.options("127.0.0.1:" + nobody, away, "delivery: 1 s"))) {
      told(get(cut, "/runs/" + id(1)), 503, "store_away");
      told(get(cut, "/runs"), 503, "store_away");
      told(post(cut, "/runs", json(1)), 503, "kafka_away", "not_stored");
      assertThat(get(cut, "/runs").headers().firstValue("Retry-After")).isPresent();
    }
    Map<String, String> noReader = Map.of("RUNMARK_POSTGRES_USER", "writer");
    try (ApiServer refused =
        ApiServer.start(scene.options(scene.kafka.bootstrapServers(), noReader))) {
      told(get(refused, "/runs"), 503, "index_refused");
    }
    scene.stores.s3.fail(S3Operation.GET_OBJECT, S3Fault.RESET, 1_000);
    told(get(api, "/runs/" + id(1)), 503, "store_away");
    scene.stores.s3.heal();
  }
}
