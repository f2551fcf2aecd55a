package dev.runmark.reader.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.runmark.options.ApiOptions;
import dev.runmark.options.ServerOptions;
import dev.runmark.storage.tracing.Tracing;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.LocalConnector;
import org.eclipse.jetty.server.Server;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/**
 * Any bytes on a connection: Jetty as the server sets it up, the real routes, all that they read of
 * a request. What they do with it is left out.
 */
class HttpRequestFuzzTest {

  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 (\\d{3}) ");

  private static Server server;
  private static LocalConnector connector;

  @BeforeAll
  static void start() throws Exception {
    ApiOptions options =
        ServerOptions.parse(
                "api.yaml",
                """
                kafka: {bootstrap-servers: ["localhost:9092"], topics: [runs]}
                dead-letters: {topic: runs-rejected}
                s3: {bucket: runs, region: eu-central-1}
                postgres: {url: "jdbc:postgresql://localhost/runmark", user: reader, password: "env:X"}
                """,
                Map.of())
            .api();
    ApiMetrics metrics = new ApiMetrics();
    List<Route> routes =
        ApiServer.routes(null, null, null, metrics).stream()
            .map(HttpRequestFuzzTest::read)
            .toList();
    server = new Server();
    connector = new LocalConnector(server, new HttpConnectionFactory(ApiServer.configuration()));
    connector.setIdleTimeout(60_000);
    server.addConnector(connector);
    server.setErrorHandler(new MalformedRequests());
    server.setHandler(
        new Dispatcher(
            routes,
            new Doorkeeper(options, "default"),
            metrics,
            new RequestSpans(Tracing.none().tracer()),
            options.exchanges()));
    server.start();
  }

  @AfterAll
  static void stop() throws Exception {
    server.stop();
  }

  /** The same route; it reads all that can be said in a request and answers with nothing. */
  private static Route read(Route route) {
    return new Route(
        route.method(),
        route.path(),
        route.scope(),
        route.parameters(),
        route.statuses(),
        exchange -> {
          Parameters parameters = exchange.parameters();
          if (route.path().contains("{id}")) {
            Parameters.id("id", exchange.place("id"));
          }
          parameters.runs(exchange.tenant());
          parameters.parts();
          parameters.payload();
          parameters.wait(parameters.visible());
          exchange.body().readAllBytes();
          exchange.empty(204);
        });
  }

  @FuzzTest(maxDuration = "3m")
  @DictionaryEntries({
    "GET /runs?limit=1 HTTP/1.1\\x0D\\x0AHost: localhost\\x0D\\x0A\\x0D\\x0A",
    "POST /runs HTTP/1.1\\x0D\\x0AHost: localhost\\x0D\\x0AContent-Length: 2\\x0D\\x0A\\x0D\\x0A{}",
    "Transfer-Encoding: chunked\\x0D\\x0A\\x0D\\x0A",
    "Expect: 100-continue\\x0D\\x0A",
    "Connection: close\\x0D\\x0A",
    "&cursor=",
    "&from=2026-11-20T10:00:00Z",
    "&has_error=true",
    "&name_prefix=%F0%9F%98%80",
    "/traces/0190a0b0-0000-7000-8000-00000000000a",
    "/runs/query",
    "/%2e%2e/",
    "%00",
    "HTTP/1.0\\x0D\\x0A",
    "HTTP/2.0\\x0D\\x0A",
    "OPTIONS * HTTP/1.1\\x0D\\x0A",
    "\\x0D\\x0A0\\x0D\\x0A\\x0D\\x0A"
  })
  void itIsAnsweredOrRefusedAndNothingLeaks(byte[] bytes) throws Exception {
    String answers;
    try (LocalConnector.LocalEndPoint client = connector.connect()) {
      client.addInputAndExecute(ByteBuffer.wrap(bytes));
      client.addInputEOF();
      client.waitUntilClosedOrIdleFor(5, TimeUnit.SECONDS);
      answers = new String(bytes(client.takeOutput()), StandardCharsets.ISO_8859_1);
    }
    STATUS
        .matcher(answers)
        .results()
        .forEach(answer -> assertThat(answer.group(1)).as(answers).isNotEqualTo("500"));
    assertThat(answers).doesNotContain("org.eclipse", "dev.runmark", "java.", "\tat ");
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }
}
