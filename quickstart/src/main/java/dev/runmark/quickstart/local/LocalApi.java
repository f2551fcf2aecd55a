package dev.runmark.quickstart.local;

import dev.runmark.options.PostgresOptions;
import dev.runmark.options.ServerOptions;
import dev.runmark.options.StorageOptions;
import dev.runmark.quickstart.ledger.SentRuns;
import dev.runmark.reader.RunmarkReader;
import dev.runmark.reader.http.ApiServer;
import dev.runmark.storage.failure.ReadException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
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
    HttpClient client = HttpClient.newHttpClient();
    try (RunmarkReader reader = reader()) {
      return SameAnswers.compare(sent, id -> fromLibrary(reader, id), id -> overHttp(client, id));
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

  private Optional<byte[]> fromLibrary(RunmarkReader reader, UUID id) throws IOException {
    try {
      return reader.find(options.tenants().fallback(), id).map(run -> run.document().toByteArray());
    } catch (ReadException e) {
      throw new IOException("reading run " + id + ": " + e.getMessage(), e);
    }
  }

  private Optional<byte[]> overHttp(HttpClient client, UUID id) throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(address().resolve("/runs/" + id)).timeout(PATIENCE).build();
    try {
      HttpResponse<byte[]> answer = client.send(request, BodyHandlers.ofByteArray());
      return switch (answer.statusCode()) {
        case 200 -> Optional.of(answer.body());
        case 404 -> Optional.empty();
        default -> throw new IOException("GET " + request.uri() + ": " + answer.statusCode());
      };
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("GET " + request.uri() + ": interrupted", e);
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
