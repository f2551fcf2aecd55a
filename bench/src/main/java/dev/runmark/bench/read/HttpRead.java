package dev.runmark.bench.read;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.UUID;

/** {@code GET /runs/{id}} of a server in another process, by the JDK's client, kept alive. */
final class HttpRead implements PointRead {

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI api;

  HttpRead(URI api) {
    this.api = api;
  }

  @Override
  public byte[] read(UUID run) throws IOException, InterruptedException {
    HttpResponse<byte[]> answer =
        client.send(
            HttpRequest.newBuilder(api.resolve("/runs/" + run)).build(),
            HttpResponse.BodyHandlers.ofByteArray());
    if (answer.statusCode() != 200) {
      throw new IOException("GET /runs/" + run + ": status " + answer.statusCode());
    }
    return answer.body();
  }

  /** Its threads end with the process. */
  @Override
  public void close() {}
}
