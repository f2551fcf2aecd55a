package dev.runmark.quickstart.local;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.runmark.options.PostgresOptions;
import dev.runmark.options.ServerOptions;
import dev.runmark.options.StorageOptions;
import dev.runmark.quickstart.ledger.SentRuns;
import dev.runmark.reader.RunmarkReader;
import dev.runmark.reader.http.ApiServer;
import dev.runmark.storage.failure.ReadException;
import dev.runmark.storage.query.RunQuery;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The HTTP API of the job's options file, in this JVM, as a database user that may only read. */
final class LocalApi implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final ServerOptions options;
  private final ApiServer server;

  private LocalApi(ServerOptions options, ApiServer server) {
    this.options = options;
    this.server = server;
  }

  static LocalApi start(LocalDirectory directory) throws IOException {
    ServerOptions options = JobOptionsFile.ofApi(directory);
    return new LocalApi(options, ApiServer.start(options));
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + server.port());
  }

  /** Asks library and HTTP for a sample of what was sent. */
  SameAnswers.Report compare(SentRuns sent) throws IOException {
    try (RunmarkReader reader = reader()) {
      return SameAnswers.compare(
          sent, new Library(reader, options.tenants().fallback()), new OverHttp(address()));
    }
  }

  private RunmarkReader reader() {
    PostgresOptions postgres = options.postgres();
    return RunmarkReader.open(
        new dev.runmark.storage.index.PostgresOptions(
            postgres.url(),
            postgres.user(),
            postgres.password()::resolve,
            postgres.schema(),
            dev.runmark.storage.index.PostgresOptions.Limits.DEFAULT),
        StorageOptions.of(options.s3()),
        options.reader());
  }

  @Override
  public void close() {
    server.close();
  }

  private record Library(RunmarkReader reader, String tenant) implements SameAnswers.Source {

    @Override
    public Optional<byte[]> run(UUID id) throws IOException {
      try {
        return reader.find(tenant, id).map(run -> run.document().toByteArray());
      } catch (ReadException e) {
        throw new IOException("reading run " + id + ": " + e.getMessage(), e);
      }
    }

    @Override
    public List<UUID> newest() throws IOException {
      try {
        return reader.list(RunQuery.of(tenant), null).rows().stream()
            .map(run -> run.key().run())
            .toList();
      } catch (ReadException e) {
        throw new IOException("listing runs: " + e.getMessage(), e);
      }
    }
  }

  private record OverHttp(URI address) implements SameAnswers.Source {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @Override
    public Optional<byte[]> run(UUID id) throws IOException {
      HttpResponse<byte[]> answer = get("/runs/" + id);
      return answer.statusCode() == 404 ? Optional.empty() : Optional.of(found(answer));
    }

    @Override
    public List<UUID> newest() throws IOException {
      List<UUID> ids = new ArrayList<>();
      new ObjectMapper()
          .readTree(found(get("/runs")))
          .path("runs")
          .forEach(run -> ids.add(UUID.fromString(run.path("id").asText())));
      return ids;
    }

    private static byte[] found(HttpResponse<byte[]> answer) throws IOException {
      if (answer.statusCode() != 200) {
        throw new IOException(
            "GET "
                + answer.uri()
                + ": "
                + answer.statusCode()
                + " "
                + new String(answer.body(), StandardCharsets.UTF_8));
      }
      return answer.body();
    }

    private HttpResponse<byte[]> get(String path) throws IOException {
      HttpRequest request = HttpRequest.newBuilder(address.resolve(path)).timeout(PATIENCE).build();
      try {
        return CLIENT.send(request, BodyHandlers.ofByteArray());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("GET " + request.uri() + ": interrupted", e);
      }
    }
  }
}
