package dev.runmark.bench.post;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.runmark.bench.load.KnownRun;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Sends bodies, and looks whether what comes back is what was sent. */
final class ApiClient {

  private static final int OK = 200;
  private static final int CREATED = 201;

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final ObjectMapper json = new ObjectMapper();
  private final URI api;

  ApiClient(URI api) {
    this.api = api;
  }

  /**
   * Sends a body.
   *
   * @param query of the request
   * @return seconds until the answer was there
   * @throws IOException when it is another one than that all was created, in the order sent
   */
  double post(Body body, String query) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(api.resolve("/runs" + query))
            .POST(HttpRequest.BodyPublishers.ofByteArray(body.bytes()))
            .build();
    long begun = System.nanoTime();
    HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
    double seconds = (System.nanoTime() - begun) / 1e9;
    if (answer.statusCode() != CREATED) {
      throw new IOException(
          "POST /runs" + query + ": status " + answer.statusCode() + ": " + answer.body());
    }
    List<String> told = new ArrayList<>();
    for (JsonNode id : json.readTree(answer.body()).get("run_ids")) {
      told.add(id.asText());
    }
    if (!told.equals(body.runs().stream().map(run -> run.id().toString()).toList())) {
      throw new IOException("POST /runs" + query + ": other run_ids than were sent");
    }
    return seconds;
  }

  /** Reads a run back. */
  void verify(KnownRun run) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(api.resolve("/runs/" + run.id())).build();
    HttpResponse<byte[]> answer = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
    if (answer.statusCode() != OK || !Arrays.equals(answer.body(), run.document())) {
      throw new IOException(
          "GET /runs/"
              + run.id()
              + ": status "
              + answer.statusCode()
              + ", "
              + answer.body().length
              + " bytes, sent "
              + run.document().length);
    }
  }
}
