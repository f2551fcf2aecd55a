package dev.runmark.proof.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.runmark.quickstart.check.AuditReport;
import dev.runmark.quickstart.check.Invariant;
import dev.runmark.reader.RunmarkReader;
import dev.runmark.storage.failure.ReadException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/**
 * B5: whether the HTTP API and the library give the same bytes of each of the newest runs. Runs may
 * change meanwhile: what differs is asked for again.
 */
final class ApiAudit {

  private static final int TRIES = 3;
  private static final int EXAMPLES = 10;
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final HttpClient client = HttpClient.newHttpClient();
  private final URI api;
  private final RunmarkReader library;
  private final String tenant;

  ApiAudit(URI api, RunmarkReader library, String tenant) {
    this.api = api;
    this.library = library;
    this.tenant = tenant;
  }

  AuditReport.Entry audit() throws IOException {
    try {
      List<String> wrong = new ArrayList<>();
      List<UUID> page = newest();
      for (UUID run : page) {
        boolean same = same(run);
        for (int i = 1; i < TRIES && !same; i++) {
          same = same(run);
        }
        if (!same) {
          wrong.add("run " + run + ": HTTP gives other bytes than the library");
        }
      }
      return new AuditReport.Entry(
          Invariant.B5,
          verdict(page.size(), wrong.size()),
          page.size(),
          wrong.size(),
          wrong.subList(0, Math.min(EXAMPLES, wrong.size())),
          "the newest " + page.size() + " runs of tenant " + tenant);
    } catch (ReadException e) {
      throw new IOException("reading by the library: " + e.getMessage(), e);
    }
  }

  private static AuditReport.Verdict verdict(int asked, int wrong) {
    if (asked == 0) {
      return AuditReport.Verdict.NOT_CHECKED;
    }
    return wrong == 0 ? AuditReport.Verdict.HELD : AuditReport.Verdict.VIOLATED;
  }

  private boolean same(UUID run) throws IOException, ReadException {
    byte[] one =
        library.find(tenant, run).map(found -> found.document().toByteArray()).orElse(new byte[0]);
    return Arrays.equals(one, get("runs/" + run));
  }

  private List<UUID> newest() throws IOException {
    List<UUID> ids = new ArrayList<>();
    for (JsonNode row : new ObjectMapper().readTree(get("runs")).path("runs")) {
      ids.add(UUID.fromString(row.path("id").asText()));
    }
    return ids;
  }

  private byte[] get(String path) throws IOException {
    URI uri = URI.create(api.toString().replaceFirst("/*$", "/") + path);
    HttpRequest request = HttpRequest.newBuilder(uri).timeout(PATIENCE).build();
    try {
      HttpResponse<byte[]> answer = client.send(request, BodyHandlers.ofByteArray());
      if (answer.statusCode() != 200) {
        throw new IOException("GET " + uri + ": answered " + answer.statusCode());
      }
      return answer.body();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("GET " + uri + ": interrupted", e);
    }
  }
}
